using EventOps.Rules.Engine.Explaining;

namespace EventOps.Host.Replay;

/// <summary>What came of a replay.</summary>
/// <param name="Records">Read, the journal's own not counted.</param>
/// <param name="Recorded">Intents in the journal, within the range asked for.</param>
/// <param name="RuleFaults">How often a rule failed.</param>
/// <param name="NewFaults">Rules that failed in the replay, and not when the journal was written.</param>
/// <param name="SameRules">Whether the rules are those that wrote the journal, by their files' hashes; null when the journal does not tell.</param>
/// <param name="Notes">What a reader of the figures should know.</param>
internal sealed record ReplayReport(
    long Records,
    long Recorded,
    long Same,
    long Extra,
    long Missing,
    long Changed,
    long Judged,
    long Lost,
    long RuleFaults,
    long NewFaults,
    bool? SameRules,
    DateTimeOffset? FirstAt,
    DateTimeOffset? LastAt,
    IReadOnlyList<string> Notes)
{
    /// <summary>How often each condition held and did not; null when it was not counted.</summary>
    public IReadOnlyList<TermCoverage>? Coverage { get; init; }

    public long Differences => Extra + Missing + Changed + Judged + NewFaults;
}
