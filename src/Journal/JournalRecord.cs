using EventOps.Model;

namespace EventOps.Journal;

/// <summary>One line of a journal, read back.</summary>
public sealed class JournalRecord
{
    /// <summary>Counts from 1 without holes; a frame record (<see cref="IsFrame"/>) bears the sequence of the record that follows it.</summary>
    public required long Sequence { get; init; }

    /// <summary>Stream time, UTC: the only time that rules see.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The wall clock when it was written; the same as <see cref="At"/> unless they were 100 ms or more apart.</summary>
    public required DateTimeOffset WallTime { get; init; }

    /// <summary>The monotonic clock when it was written, in nanoseconds; starts anew with each boot.</summary>
    public required long MonotonicNanoseconds { get; init; }

    public required string Kind { get; init; }

    /// <summary>Who said it: a sensor's name, rules, guard, or an actuator's name.</summary>
    public required string Source { get; init; }

    /// <summary>The sequence of the record that this one follows from; null when it came from outside.</summary>
    public long? Cause { get; init; }

    /// <summary>The payload; an <see cref="UnknownEvent"/> when this version does not know the kind.</summary>
    public required Event Event { get; init; }

    /// <summary>As the line has it; null when it has none.</summary>
    public JournalHash? Hash { get; init; }

    /// <summary>The line's own bytes with its end. Keeping it keeps the block it was read in, up to 64 KiB.</summary>
    public ReadOnlyMemory<byte> Line { get; init; }

    /// <summary>Length of the line as rules were sent it: without its hash, which it gets on its way to disk.</summary>
    public int PlainLength => Line.Length - (Hash is null ? 0 : Lines.LineChain.Added);

    /// <summary>Whether it is the journal's own (segment, gap, torn) and no event of the machine.</summary>
    public bool IsFrame => JournalSchema.IsFrame(Kind);
}
