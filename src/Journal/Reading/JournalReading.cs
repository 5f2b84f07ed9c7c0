using EventOps.Journal.Lines;

namespace EventOps.Journal.Reading;

/// <summary>One pass over a journal: which file and line it is at, and what it has seen so far.</summary>
internal sealed class JournalReading(JournalReadOptions options) : IDisposable
{
    private readonly RecordCheck check = new(options);
    private JournalFilePath? current;
    private Stream? stream;
    private LineSource? source;

    /// <summary>Whether a record after the range wanted was met.</summary>
    public bool IsPastEnd { get; private set; }

    public void Report(JournalFault fault) => RecordCheck.Report(options, fault);

    /// <summary>Leaves out files that lie wholly before what is wanted.</summary>
    public IEnumerable<JournalFilePath> Select(List<JournalFilePath> files)
    {
        var start = files.FindLastIndex(f => f.FirstSequence > 0 && f.FirstSequence <= options.FromSequence);
        if (options.From > DateTimeOffset.MinValue && files.TrueForAll(f => f.FirstSequence > 0))
        {
            start = Math.Max(start, LastBefore(files, options.From));
        }

        return files.Skip(Math.Max(0, start));
    }

    /// <returns>The next record wanted of a file; null when it has no more for now, or the range is past.</returns>
    /// <param name="isLast">Whether a line without an end is torn; else it may be still being written.</param>
    public JournalRecord? Next(JournalFilePath file, bool isLast)
    {
        if (!Enter(file))
        {
            return null;
        }

        try
        {
            while (!IsPastEnd)
            {
                var state = source!.Next(out var line);
                if (state == LineState.End || (state == LineState.Torn && !isLast))
                {
                    return null;
                }

                if (state != LineState.Whole)
                {
                    check.Broken(state, file.Path, source.Number);
                    if (state == LineState.Torn)
                    {
                        return null;
                    }
                }
                else if (Accept(line) is { } record)
                {
                    return record;
                }
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or ZstdSharp.ZstdException)
        {
            Report(new(JournalFaultKind.Unreadable, file.Path, source!.Number, null, "cannot be read further: " + Words.Of(e)));
        }

        return null;
    }

    public void Dispose() => stream?.Dispose();

    private JournalRecord? Accept(ReadOnlyMemory<byte> line)
    {
        if (!check.TryAccept(line, current!.Path, source!.Number, out var envelope))
        {
            return null;
        }

        if (envelope.Sequence > options.ToSequence || envelope.At > options.To)
        {
            IsPastEnd = true;
            return null;
        }

        var isFrame = JournalSchema.IsFrame(envelope.Kind);
        if (envelope.Sequence < options.FromSequence || envelope.At < options.From || (isFrame && !options.IncludeFrames))
        {
            return null;
        }

        return check.Decode(line, envelope, current.Path, source.Number);
    }

    private bool Enter(JournalFilePath file)
    {
        if (current?.FirstSequence == file.FirstSequence)
        {
            // Its path may have changed meanwhile, by compression; the open file still holds all lines.
            return source is not null;
        }

        stream?.Dispose();
        (stream, source, current) = (null, null, file);
        try
        {
            stream = Open(file);
            source = new LineSource(stream);
            check.EnterFile();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Report(new(JournalFaultKind.Unreadable, file.Path, 0, null, "cannot be opened: " + e.Message));
            return false;
        }
    }

    private static int LastBefore(List<JournalFilePath> files, DateTimeOffset time)
    {
        var (low, high) = (0, files.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (FirstTime(files[middle]) is { } at && at >= time)
            {
                // A header bears the time of the record before it, which may be wanted too.
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low - 1;
    }

    private static DateTimeOffset? FirstTime(JournalFilePath file)
    {
        try
        {
            using var stream = Open(file);
            return new LineSource(stream).Next(out var line) == LineState.Whole && new JournalLine().TryOpen(line.Span, out var envelope, out _)
                ? envelope.At
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or ZstdSharp.ZstdException)
        {
            return null;
        }
    }

    private static Stream Open(JournalFilePath file)
    {
        if (file.Opener is { } opener)
        {
            return Unpacked(opener(), file.IsCompressed);
        }

        try
        {
            return Unpacked(Read(file.Path), file.IsCompressed);
        }
        catch (FileNotFoundException) when (!file.IsCompressed)
        {
            // Compressed since the folder was listed, as a closed segment is while the daemon starts and reads it.
            return Unpacked(Read(Path.ChangeExtension(file.Path, SegmentName.Compressed)), isCompressed: true);
        }
    }

    private static FileStream Read(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan);

    private static Stream Unpacked(Stream bytes, bool isCompressed) =>
        isCompressed ? new ZstdSharp.DecompressionStream(bytes, leaveOpen: false) : bytes;
}
