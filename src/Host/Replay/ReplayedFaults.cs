using EventOps.Model;

namespace EventOps.Host.Replay;

/// <summary>Rules that failed in a replay, beside those that failed when the journal was written.</summary>
internal sealed class ReplayedFaults
{
    private readonly HashSet<string> _recorded = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Sequence, RuleFaulted Fault)> _replayed = new(StringComparer.Ordinal);

    /// <summary>How many rules failed that had not before.</summary>
    public long New => Others().LongCount();

    /// <summary>Each of them once, with what it said.</summary>
    public IEnumerable<string> Notes => Others().Select(f => FormattableString.Invariant($"rule '{f.Fault.Rule}' failed at record {f.Sequence}: {f.Fault.Message}"));

    public void Recorded(RuleFaulted fault) => _recorded.Add(fault.Rule);

    public void Replayed(RuleFaulted fault, long sequence) => _replayed.TryAdd(fault.Rule, (sequence, fault));

    private IEnumerable<(long Sequence, RuleFaulted Fault)> Others() => _replayed.Values.Where(f => !_recorded.Contains(f.Fault.Rule));
}
