using EventOps.Model;

namespace EventOps.Host.RuleProcess;

/// <summary>
/// What a fresh rule process is told before it decides: what the rules remembered, then the events since, or else what stands. It
/// depends on the journal alone, so that a replay does the same at the same place.
/// </summary>
/// <param name="State">As the rule process before wrote it; null when nothing is known of one.</param>
/// <param name="Past">History: makes facts, and fires nothing.</param>
internal sealed record RuleHandOver<T>(string? State, IReadOnlyList<T> Past)
{
    /// <param name="standing">The newest event of each thing, oldest first, as it is to be told.</param>
    /// <param name="recent">The last events that rules saw, oldest first.</param>
    public static RuleHandOver<T> Of(IReadOnlyList<(long Sequence, Event Event, T Told)> standing, IReadOnlyList<(long Sequence, T Told)> recent)
    {
        var state = standing.Select(s => s.Event).OfType<RuleStateKept>().LastOrDefault();
        var upTo = state is not null && recent.Count > 0 && recent[0].Sequence <= state.UpTo ? state.UpTo : long.MaxValue;
        return new RuleHandOver<T>(
            state?.State,
            [
                .. standing.Where(s => s.Sequence <= upTo && EventKinds.IsForRules(s.Event)).Select(s => s.Told),
                .. recent.Where(r => r.Sequence > upTo).Select(r => r.Told),
            ]);
    }
}
