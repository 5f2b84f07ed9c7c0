using EventOps.Journal.Lines;
using EventOps.Journal.Reading;
using EventOps.Journal.Storage;
using EventOps.Model;

namespace EventOps.Journal.Writing;

/// <summary>Finds where a journal ended, and cuts off what was not whole. What was cut off is kept aside.</summary>
internal sealed class Recovery(IJournalStorage storage)
{
    private const int MostKept = 16 << 20;
    private const int TornFilesKept = 4;

    /// <summary>To be noted in the next segment.</summary>
    public List<JournalTorn> Torn { get; } = [];

    /// <exception cref="JournalStorageException">The folder cannot be read or written.</exception>
    /// <exception cref="JournalFaultException">The journal was written by a newer version.</exception>
    public Position Run()
    {
        var segments = Tidy();
        for (var i = segments.Count - 1; i >= 0; i--)
        {
            var (first, name, isCompressed) = segments[i];
            if (Scan(name, first, isCompressed) is { } position)
            {
                return position;
            }
        }

        return default;
    }

    // Leftovers of a compressor that was stopped go first: the plain file is the original until it is deleted.
    private List<(long First, string Name, bool IsCompressed)> Tidy()
    {
        var segments = new SortedDictionary<long, (long, string, bool)>();
        var torn = new List<string>();
        foreach (var file in storage.List())
        {
            if (file.Name.EndsWith(SegmentName.Unfinished, StringComparison.Ordinal))
            {
                storage.Delete(file.Name);
            }
            else if (file.Name.EndsWith(SegmentName.Torn, StringComparison.Ordinal))
            {
                torn.Add(file.Name);
            }
            else if (SegmentName.TryRead(file.Name, out var first, out var isCompressed) && !segments.TryAdd(first, (first, file.Name, isCompressed)))
            {
                storage.Delete(SegmentName.Of(first) + ".zst");
                segments[first] = (first, SegmentName.Of(first), false);
            }
        }

        foreach (var old in torn.SkipLast(TornFilesKept - 1))
        {
            storage.Delete(old);
        }

        return [.. segments.Values];
    }

    /// <returns>Null when the segment holds no record: it is gone then, or set aside.</returns>
    private Position? Scan(string name, long first, bool isCompressed)
    {
        using var file = storage.Open(name);
        var scan = new SegmentScan(file, isCompressed, Path.Combine(storage.Directory, name));
        if (scan.Fault is { Kind: JournalFaultKind.UnknownVersion } newer)
        {
            throw new JournalFaultException(newer);
        }

        if (isCompressed)
        {
            return scan.Position;
        }

        if (scan.Start is null)
        {
            SetAside(file, name, 0, scan.Fault);
            storage.Delete(name);
            return null;
        }

        if (scan.Fault is not null)
        {
            SetAside(file, name, scan.GoodLength, scan.Fault);
            file.Cut(scan.GoodLength);
            file.Sync();
        }

        if (scan.Position.Sequence >= first)
        {
            return scan.Position;
        }

        // Only frames: the next segment takes its name and what it had to say.
        storage.Delete(name);
        Torn.InsertRange(0, scan.Torn);
        return scan.Start;
    }

    private void SetAside(IJournalFile file, string name, long from, JournalFault? fault)
    {
        var length = file.Length - from;
        var kept = name + SegmentName.Torn;
        storage.Delete(kept);
        using (var aside = storage.Create(kept))
        {
            var block = new byte[64 << 10];
            for (long done = 0; done < Math.Min(length, MostKept) && file.Read(block, from + done) is > 0 and var read; done += read)
            {
                aside.Write(block.AsSpan(0, read), done);
            }

            aside.Sync();
        }

        storage.SyncNames();
        Torn.Add(new JournalTorn(name, length, kept, Words.Shown(fault?.ToString() ?? "empty")));
    }
}
