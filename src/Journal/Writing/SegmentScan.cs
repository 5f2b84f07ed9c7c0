using EventOps.Journal.Lines;
using EventOps.Journal.Reading;
using EventOps.Journal.Storage;
using EventOps.Model;

namespace EventOps.Journal.Writing;

/// <summary>Reads one segment up to its first fault.</summary>
internal sealed class SegmentScan
{
    public SegmentScan(IJournalFile file, bool isCompressed, string path)
    {
        var check = new RecordCheck(new JournalReadOptions { OnFault = fault => Fault ??= fault.IsNote ? null : fault });
        check.EnterFile();
        var bytes = new FileBytes(file);
        using Stream stream = isCompressed ? new ZstdSharp.DecompressionStream(bytes) : bytes;
        var source = new LineSource(stream, (int)Math.Clamp(file.Length + 1, 256, LineSource.BlockSize));
        try
        {
            Read(source, check, path);
        }
        catch (Exception e) when (e is ZstdSharp.ZstdException or InvalidDataException or EndOfStreamException)
        {
            Fault ??= new(JournalFaultKind.Unreadable, path, source.Number, null, Words.Of(e));
        }
    }

    /// <summary>Where the segment took up; null when it has no good header.</summary>
    public Position? Start { get; private set; }

    /// <summary>Where its last good line left off.</summary>
    public Position Position { get; private set; }

    /// <summary>Bytes up to and with the last good line.</summary>
    public long GoodLength { get; private set; }

    /// <summary>What is wrong with the line after; null when all is well.</summary>
    public JournalFault? Fault { get; private set; }

    /// <summary>Cuts that the segment notes.</summary>
    public List<JournalTorn> Torn { get; } = [];

    private void Read(LineSource source, RecordCheck check, string path)
    {
        while (source.Next(out var line) is not LineState.End and var state)
        {
            if (state != LineState.Whole)
            {
                check.Broken(state, path, source.Number);
                return;
            }

            var stands = check.TryAccept(line, path, source.Number, out var envelope);
            if (!stands || Fault is not null)
            {
                return;
            }

            if (Start is null)
            {
                Begin(line, envelope);
            }
            else if (envelope.Kind == JournalSchema.TornKind && JournalLine.TryDecode(line, envelope, out var record, out _))
            {
                Torn.Add((JournalTorn)record.Event);
            }

            GoodLength = source.Offset + line.Length;
            Position = new(check.Position.Sequence, check.Position.At, check.Position.Hash);
        }
    }

    private void Begin(ReadOnlyMemory<byte> line, in Envelope envelope)
    {
        if (JournalLine.TryDecode(line, envelope, out var record, out _)
            && record.Event is JournalSegment header
            && JournalHash.TryParse(header.PreviousHash, out var previous))
        {
            Start = new(envelope.Sequence - 1, envelope.At, previous);
        }
    }
}
