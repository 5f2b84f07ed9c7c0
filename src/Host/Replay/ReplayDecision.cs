using EventOps.Model;

namespace EventOps.Host.Replay;

/// <summary>What a replay decided, beside what the journal holds.</summary>
/// <param name="Sequence">The intent's place in the journal; 0 when it has none.</param>
/// <param name="DecidedAfter">The event that the rule had seen last.</param>
/// <param name="Intent">As replayed; as recorded when the replay has none.</param>
/// <param name="Verdict">As replayed; null when it was not judged.</param>
/// <param name="Recorded">What the journal has instead; null when it is the same or there is nothing.</param>
internal sealed record ReplayDecision(
    ReplayMark Mark,
    long Sequence,
    long DecidedAfter,
    DateTimeOffset At,
    string Rule,
    Intent Intent,
    Verdict? Verdict,
    string Reason,
    string? Recorded)
{
    public bool IsDifference => Mark is not (ReplayMark.Same or ReplayMark.Lost);
}

/// <summary>How a replayed decision compares with the journal.</summary>
internal enum ReplayMark
{
    Same,

    /// <summary>The live rule process ended before it could say so, as it does when it is reloaded or killed: no difference.</summary>
    Lost,

    /// <summary>Only the replay has it.</summary>
    Extra,

    /// <summary>Only the journal has it.</summary>
    Missing,

    /// <summary>The same rule wants something else.</summary>
    Changed,

    /// <summary>The rules say the same, the guard does not.</summary>
    Judged,
}
