using EventOps.Journal.Lines;
using EventOps.Journal.Reading;
using EventOps.Journal.Storage;
using EventOps.Model;

namespace EventOps.Journal.Writing;

/// <summary>The segment that is written at present. Used by the writer's thread alone.</summary>
internal sealed class SegmentFile : IDisposable
{
    private const int BufferSize = 256 << 10;

    private readonly IJournalFile file;
    private readonly Stamp stamp;
    private byte[] buffer = new byte[BufferSize];
    private int filled;
    private long length;
    private Position written;

    private SegmentFile(IJournalFile file, Stamp stamp, Position after)
    {
        (this.file, this.stamp, written, Safe) = (file, stamp, after, after);
        Start = after;
        Opened = stamp.Wall;
        FirstSequence = after.Sequence + 1;
    }

    public string Name => file.Name;

    /// <summary>What it continues.</summary>
    public Position Start { get; }

    public long FirstSequence { get; }

    public DateTimeOffset Opened { get; }

    public long Length => length + filled;

    /// <summary>How far it is covered by fdatasync.</summary>
    public Position Safe { get; private set; }

    public long SafeLength { get; private set; }

    public long WrittenThrough => written.Sequence;

    public bool IsInPlace => file.IsInPlace;

    /// <exception cref="JournalStorageException">It cannot be made.</exception>
    public static SegmentFile Create(IJournalStorage storage, Stamp stamp, Position after, string because)
    {
        var segment = new SegmentFile(storage.Create(SegmentName.Of(after.Sequence + 1)), stamp, after);
        try
        {
            segment.AddFrame(new JournalSegment(JournalSchema.Version, after.Hash.ToString(), stamp.BootId, stamp.HostId, because));
            segment.Sync();
            storage.SyncNames();
            return segment;
        }
        catch (JournalStorageException)
        {
            segment.Dispose();
            storage.Delete(segment.Name);
            throw;
        }
    }

    /// <summary>Adds a record, before it a gap record when sequences are missing.</summary>
    public void Add(long sequence, in Pending record, string reason)
    {
        if (sequence != written.Sequence + 1)
        {
            AddFrame(new JournalGap(written.Sequence + 1, sequence - 1, reason), sequence);
        }

        AddLine(record.Line.Span);
        written = written with { Sequence = sequence, At = record.At };
    }

    /// <summary>Adds a record of the journal's own.</summary>
    public void AddFrame(Event frame, long? sequence = null)
    {
        var line = stamp.Encode(frame with { At = written.At }, sequence ?? (written.Sequence + 1));
        AddLine(line.Span);
    }

    /// <summary>Hands all to the kernel.</summary>
    public void Flush()
    {
        file.Write(buffer.AsSpan(0, filled), length);
        length += filled;
        filled = 0;
    }

    /// <summary>Hands all to the kernel and waits for the disk.</summary>
    public void Sync()
    {
        Flush();
        file.Sync();
        Safe = written;
        SafeLength = length;
    }

    /// <summary>Leaves it as it was when it last was safe; what cannot be cut off, a reader passes over.</summary>
    /// <returns>False when it could not be cut.</returns>
    public bool TryCutToSafe()
    {
        try
        {
            file.Cut(SafeLength);
            return true;
        }
        catch (JournalStorageException)
        {
            return false;
        }
    }

    public void Dispose() => file.Dispose();

    private void AddLine(ReadOnlySpan<byte> line)
    {
        var needed = line.Length + LineChain.Added + JournalHash.TextLength;
        if (buffer.Length - filled < needed)
        {
            Flush();
            if (buffer.Length < needed)
            {
                buffer = new byte[needed];
            }
        }

        var hash = written.Hash;
        filled += LineChain.Write(line, buffer.AsSpan(filled), ref hash);
        written = written with { Hash = hash };
    }
}
