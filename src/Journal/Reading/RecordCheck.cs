using System.Globalization;
using EventOps.Journal.Lines;
using EventOps.Model;

namespace EventOps.Journal.Reading;

/// <summary>Judges line after line: its hash, its place, its time. What it lets through was written by a writer, in this order.</summary>
internal sealed class RecordCheck(JournalReadOptions options)
{
    private readonly JournalLine decoder = new();
    private readonly ChainCheck chain = new();
    private bool atFileStart = true;
    private bool hasChain;
    private bool isLost;
    private long next;
    private long badSinceGood;
    private long passOverThrough;
    private DateTimeOffset lastAt;

    /// <summary>How far it has come: the last good record, and the last good line's hash.</summary>
    public (long Sequence, DateTimeOffset At, JournalHash Hash) Position => (next - 1, lastAt, chain.Last);

    public static void Report(JournalReadOptions options, JournalFault fault)
    {
        if (options.OnFault is { } tell)
        {
            tell(fault);
        }
        else if (!fault.IsNote)
        {
            throw new JournalFaultException(fault);
        }
    }

    public void EnterFile() => atFileStart = true;

    /// <summary>A line that is no line.</summary>
    public void Broken(LineState state, string file, long number)
    {
        badSinceGood++;
        Report(options, state == LineState.TooLong
            ? new(JournalFaultKind.LineTooLong, file, number, null, $"longer than {JournalSchema.LongestLine} bytes; skipped")
            : new(JournalFaultKind.TornLine, file, number + 1, null, "the last line is not whole: the writer was stopped while it wrote it"));
    }

    /// <returns>Whether the record stands; if not, it was reported or is one that was read already and written again.</returns>
    public bool TryAccept(ReadOnlyMemory<byte> line, string file, long number, out Envelope envelope)
    {
        var text = line.Span is [.., (byte)'\n'] ? line.Span[..^1] : line.Span;
        var isOpen = decoder.TryOpen(text, out envelope, out var problem);
        problem = atFileStart && isOpen ? StartFile(line, envelope, file, number) : problem;
        atFileStart = false;
        if (options.CheckHashes && !chain.Fits(text, envelope))
        {
            problem ??= Misfit(envelope, text);
        }

        problem ??= Place(line, envelope, file, number);
        if (problem is not null)
        {
            badSinceGood++;
            long? sequence = envelope.Sequence > 0 ? envelope.Sequence : null;
            Report(options, new(problem.Kind, file, number, sequence, problem.Message));
            return false;
        }

        badSinceGood = 0;
        return envelope.Sequence > passOverThrough || JournalSchema.IsFrame(envelope.Kind);
    }

    public JournalRecord? Decode(ReadOnlyMemory<byte> line, in Envelope envelope, string file, long number)
    {
        if (JournalLine.TryDecode(line, envelope, out var record, out var problem))
        {
            return record;
        }

        Report(options, new(problem!.Kind, file, number, envelope.Sequence, problem.Message));
        return null;
    }

    // A segment says what it continues, so that it can be checked alone and after a hole.
    private LineProblem? StartFile(ReadOnlyMemory<byte> line, in Envelope envelope, string file, long number)
    {
        if (envelope.Kind != JournalSchema.SegmentKind
            || !JournalLine.TryDecode(line, envelope, out var record, out _)
            || record.Event is not JournalSegment header
            || !JournalHash.TryParse(header.PreviousHash, out var previous))
        {
            if (options.CheckHashes)
            {
                Report(options, new(JournalFaultKind.HeaderMissing, file, number, envelope.Sequence, "the file does not begin with a journal.segment: its first record cannot be checked"));
            }

            if (!hasChain)
            {
                chain.StartFrom(default);
                hasChain = true;
            }

            return null;
        }

        if (header.Schema > JournalSchema.Version)
        {
            return new(JournalFaultKind.UnknownVersion, $"written in version {header.Schema} of the journal; this program reads up to {JournalSchema.Version}: use a newer one");
        }

        if (hasChain && (options.CheckHashes ? previous != chain.Last : envelope.Sequence != next))
        {
            Discontinue(envelope, header, file, number);
        }
        else if (!hasChain)
        {
            (next, lastAt) = (envelope.Sequence, envelope.At);
        }

        hasChain = true;
        chain.StartFrom(previous);
        return null;
    }

    // After a failed write a segment repeats what its predecessor may have, from the last record known to be safe.
    private void Discontinue(in Envelope envelope, JournalSegment header, string file, long number)
    {
        if (header.Because == "write-failed" && envelope.Sequence <= next)
        {
            passOverThrough = next - 1;
        }
        else
        {
            // A segment that stands where a later one should: older records after newer ones would be news that nobody can use.
            passOverThrough = Math.Max(passOverThrough, envelope.Sequence < next ? next - 1 : 0);
            var missing = envelope.Sequence > next ? $": records {next} to {envelope.Sequence - 1} are missing"
                : envelope.Sequence < next ? $" but stands after record {next - 1}: what is older is left out" : "";
            Report(options, new(JournalFaultKind.SegmentMissing, file, number, envelope.Sequence, "the segment does not continue the one before it" + missing));
        }

        next = envelope.Sequence;
        lastAt = envelope.At < lastAt ? envelope.At : lastAt;
    }

    private LineProblem? Place(ReadOnlyMemory<byte> line, in Envelope envelope, string file, long number)
    {
        if (next == 0)
        {
            next = envelope.Sequence;
        }

        if (envelope.Kind == JournalSchema.GapKind || envelope.Kind == JournalSchema.TornKind)
        {
            Note(line, envelope, file, number);
        }

        if (envelope.Sequence < next)
        {
            return new(envelope.Sequence == next - 1 ? JournalFaultKind.Duplicate : JournalFaultKind.OutOfOrder, $"stands after record {next - 1}");
        }

        if (envelope.Sequence - next > badSinceGood && !isLost)
        {
            Report(options, new(JournalFaultKind.SequenceGap, file, number, envelope.Sequence, $"records {next} to {envelope.Sequence - 1} are missing"));
        }

        if (envelope.At < lastAt)
        {
            Report(options, new(JournalFaultKind.TimeBackwards, file, number, envelope.Sequence, "its time lies before that of the record before it"));
        }

        (lastAt, isLost) = (envelope.At, false);
        next = JournalSchema.IsFrame(envelope.Kind) ? envelope.Sequence : envelope.Sequence + 1;
        return null;
    }

    private void Note(ReadOnlyMemory<byte> line, in Envelope envelope, string file, long number)
    {
        if (!JournalLine.TryDecode(line, envelope, out var record, out _))
        {
            return;
        }

        if (record.Event is JournalGap gap)
        {
            Report(options, new(JournalFaultKind.DeclaredGap, file, number, envelope.Sequence, string.Create(CultureInfo.InvariantCulture, $"records {gap.From} to {gap.To} were lost: {Words.Shown(gap.Reason)}")));
            next = gap.From == next && gap.To == envelope.Sequence - 1 ? envelope.Sequence : next;
        }
        else if (record.Event is JournalTorn torn)
        {
            Report(options, new(JournalFaultKind.DeclaredCut, file, number, envelope.Sequence, string.Create(CultureInfo.InvariantCulture, $"{torn.Length} bytes were cut off {Words.Shown(torn.File)} and kept as {Words.Shown(torn.KeptAs)}")));
        }
    }

    private LineProblem Misfit(in Envelope envelope, ReadOnlySpan<byte> text)
    {
        if (!LineChain.TrySplit(text, out _, out _))
        {
            return new(JournalFaultKind.HashMismatch, "has no hash at its end");
        }

        if (next > 0 && envelope.Sequence < next && !JournalSchema.IsFrame(envelope.Kind))
        {
            return new(envelope.Sequence == next - 1 ? JournalFaultKind.Duplicate : JournalFaultKind.OutOfOrder, $"stands after record {next - 1}, and its hash does not fit there");
        }

        if (next > 0 && envelope.Sequence - next > badSinceGood)
        {
            // Not to be trusted with where the journal goes on: its sequence itself may be what was changed.
            isLost = true;
            return new(JournalFaultKind.SequenceGap, $"records {next} to {envelope.Sequence - 1} are missing, and so this one cannot be checked");
        }

        return new(JournalFaultKind.HashMismatch, "its hash does not fit: it or the line before it was changed");
    }
}
