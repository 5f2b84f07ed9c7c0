using EventOps.Journal;

namespace EventOps.Host.Replay;

/// <summary>Keeps count of a replay.</summary>
internal sealed class ReplayTally
{
    private readonly long[] _marks = new long[Enum.GetValues<ReplayMark>().Length];
    private long _records;
    private DateTimeOffset? _first;

    public long RuleFaults { get; set; }

    /// <summary>Rules that failed in the replay, and not when the journal was written.</summary>
    public long NewFaults { get; set; }

    public bool HasBegun { get; set; }

    public bool? SameRules { get; private set; }

    public DateTimeOffset LastAt { get; private set; }

    public List<string> Notes { get; } = [];

    public void See(JournalRecord record)
    {
        _records++;
        _first ??= record.At;
        LastAt = record.At;
    }

    public void SeeRules(bool isSame) => SameRules = isSame && SameRules != false;

    public void Count(ReplayDecision decision) => _marks[(int)decision.Mark]++;

    public ReplayReport Report() => new(
        _records,
        Of(ReplayMark.Same) + Of(ReplayMark.Missing) + Of(ReplayMark.Changed) + Of(ReplayMark.Judged),
        Of(ReplayMark.Same),
        Of(ReplayMark.Extra),
        Of(ReplayMark.Missing),
        Of(ReplayMark.Changed),
        Of(ReplayMark.Judged),
        Of(ReplayMark.Lost),
        RuleFaults,
        NewFaults,
        SameRules,
        _first,
        _records == 0 ? null : LastAt,
        Notes);

    private long Of(ReplayMark mark) => _marks[(int)mark];
}
