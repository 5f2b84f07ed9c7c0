using EventOps.Journal.Lines;
using EventOps.Model;

namespace EventOps.Journal.Exporting;

/// <summary>An export being written: header, records with new hashes, gap records where some were left out.</summary>
internal sealed class ExportFile : IDisposable
{
    private readonly Stream target;
    private readonly Redaction? redaction;
    private readonly LineEncoder frames = new();
    private readonly JournalLine decoder = new();
    private byte[] buffer = new byte[64 << 10];
    private JournalHash hash = JournalHash.Genesis;
    private JournalRecord last;
    private long next;

    /// <param name="first">The first record to come; null when there will be none.</param>
    public ExportFile(Stream target, Redaction? redaction, JournalRecord? first)
    {
        (this.target, this.redaction) = (target, redaction);
        last = first ?? new JournalRecord { Sequence = 1, At = default, WallTime = default, MonotonicNanoseconds = 0, Kind = "", Source = "", Event = new ClockTick() };
        next = last.Sequence;
        AddFrame(new JournalSegment(JournalSchema.Version, hash.ToString(), "", "", "exported"), next);
    }

    public long Records { get; private set; }

    public void Add(JournalRecord record)
    {
        if (record.Sequence > next)
        {
            AddFrame(new JournalGap(next, record.Sequence - 1, "left out of the export"), record.Sequence);
        }

        var span = record.Line.Span[..^1];
        decoder.TryOpen(span, out var envelope, out _);
        var body = LineChain.TrySplit(span, out var unhashed, out _) ? unhashed : span[..^1];
        AddLine(redaction is null ? [.. body, .. "}\n"u8] : [.. body[..envelope.PayloadStart], .. redaction.Redact(record.Line.Slice(envelope.PayloadStart, envelope.PayloadLength)), .. "}\n"u8]);
        (last, next) = (record, record.Sequence + 1);
        Records++;
    }

    public void Dispose() => frames.Dispose();

    // Clocks of the export itself stay out: the same range exports to the same bytes.
    private void AddFrame(Event frame, long sequence) =>
        AddLine(frames.Encode(sequence, frame with { At = last.At }, last.At, last.MonotonicNanoseconds, "journal", null).Span);

    private void AddLine(ReadOnlySpan<byte> line)
    {
        var needed = line.Length + LineChain.Added + JournalHash.TextLength;
        if (buffer.Length < needed)
        {
            buffer = new byte[needed * 2];
        }

        target.Write(buffer.AsSpan(0, LineChain.Write(line, buffer, ref hash)));
    }
}
