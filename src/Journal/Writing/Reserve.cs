using EventOps.Journal.Lines;
using EventOps.Journal.Reading;
using EventOps.Journal.Storage;

namespace EventOps.Journal.Writing;

/// <summary>
/// A file whose blocks are claimed beforehand, so that records of actions can be made durable on a full disk. What it holds
/// goes into the next segment, in its place, as soon as there is room; after a crash, at the next start.
/// </summary>
internal sealed class Reserve(IJournalStorage storage, long size) : IDisposable
{
    private IJournalFile? file;
    private JournalHash hash;
    private long filled;

    /// <summary>The last sequence it holds; 0 when it holds none.</summary>
    public long Through { get; private set; }

    /// <summary>What a run before left in it, after a given sequence.</summary>
    /// <exception cref="JournalStorageException">The filesystem refuses.</exception>
    public static List<(long Sequence, Pending Record)> Read(IJournalStorage storage, long after)
    {
        var found = new List<(long, Pending)>();
        if (!storage.List().Any(f => f.Name == SegmentName.Reserve))
        {
            return found;
        }

        using var kept = storage.Open(SegmentName.Reserve);
        var source = new LineSource(new FileBytes(kept));
        var chain = new ChainCheck();
        chain.StartFrom(JournalHash.Genesis);
        var decoder = new JournalLine();
        while (source.Next(out var line) == LineState.Whole && chain.Fits(line.Span[..^1]) && decoder.TryOpen(line.Span, out var envelope, out _))
        {
            if (envelope.Sequence > after && LineChain.TrySplit(line.Span[..^1], out var body, out _))
            {
                found.Add((envelope.Sequence, new Pending((byte[])[.. body, .. "}\n"u8], envelope.At, true)));
            }
        }

        return found;
    }

    /// <summary>Claims it anew, empty. Without room for it there is none until the next time.</summary>
    public void Prepare()
    {
        Release();
        if (size == 0)
        {
            return;
        }

        try
        {
            storage.Delete(SegmentName.Reserve);
            file = storage.Create(SegmentName.Reserve);
            file.Allocate(size);
            file.Sync();
            storage.SyncNames();
            (hash, filled, Through) = (JournalHash.Genesis, 0, 0);
        }
        catch (JournalStorageException)
        {
            Release();
            TryDelete();
        }
    }

    /// <summary>Writes and syncs records.</summary>
    /// <returns>False when there is no reserve, it is full, or the disk fails altogether.</returns>
    public bool TryWrite(List<(long Sequence, Pending Record)> records)
    {
        if (file is null)
        {
            return false;
        }

        try
        {
            foreach (var (_, record) in records)
            {
                var line = new byte[record.Line.Length + LineChain.Added + JournalHash.TextLength];
                var next = hash;
                var length = LineChain.Write(record.Line.Span, line, ref next);
                if (filled + length > size)
                {
                    return false;
                }

                file.Write(line.AsSpan(0, length), filled);
                (filled, hash) = (filled + length, next);
            }

            file.Sync();
            Through = records.Count > 0 ? records[^1].Sequence : Through;
            return true;
        }
        catch (JournalStorageException)
        {
            Release();
            return false;
        }
    }

    public void Dispose() => Release();

    private void Release()
    {
        file?.Dispose();
        (file, Through) = (null, 0);
    }

    private void TryDelete()
    {
        try
        {
            storage.Delete(SegmentName.Reserve);
        }
        catch (JournalStorageException)
        {
            // Nothing in it counts; the next Prepare meets the same and tries again.
            filled = 0;
        }
    }
}
