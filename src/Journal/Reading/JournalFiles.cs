namespace EventOps.Journal.Reading;

/// <summary>A file with lines of a journal.</summary>
/// <param name="FirstSequence">From its name; the negative of its place among the files given when its name does not tell.</param>
/// <param name="Opener">Gives its bytes when they do not come from a file of that path.</param>
internal sealed record JournalFilePath(string Path, long FirstSequence, bool IsCompressed, Func<Stream>? Opener = null);

/// <summary>Finds the files of a journal.</summary>
internal static class JournalFiles
{
    public static List<JournalFilePath> In(IReadOnlyList<string> paths, Action<JournalFault> report)
    {
        var files = new List<JournalFilePath>();
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
            {
                files.AddRange(Segments(path, report));
            }
            else
            {
                files.Add(new(path, -files.Count, path.EndsWith(".zst", StringComparison.Ordinal)));
            }
        }

        return files;
    }

    public static IEnumerable<JournalFilePath> Of(IEnumerable<JournalSource> sources) =>
        sources.Select((source, i) => new JournalFilePath(source.Name, -i, source.Name.EndsWith(".zst", StringComparison.Ordinal), source.Open));

    private static List<JournalFilePath> Segments(string folder, Action<JournalFault> report)
    {
        var segments = new SortedDictionary<long, JournalFilePath>();
        try
        {
            foreach (var path in Directory.EnumerateFiles(folder))
            {
                if (SegmentName.TryRead(Path.GetFileName(path), out var first, out var isCompressed)
                    && (!isCompressed || !segments.ContainsKey(first)))
                {
                    // A plain file beside a compressed one is the original: the compressor was stopped before it deleted it.
                    segments[first] = new(path, first, isCompressed);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            report(new(JournalFaultKind.Unreadable, folder, 0, null, e.Message));
        }

        return [.. segments.Values];
    }
}
