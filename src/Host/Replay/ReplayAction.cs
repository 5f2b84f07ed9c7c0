using EventOps.Model;

namespace EventOps.Host.Replay;

/// <summary>Something that the guard let through in a replay.</summary>
/// <param name="After">The journal's event that the rule decided after.</param>
/// <param name="Facts">What was known of the thing it acts on.</param>
internal sealed record ReplayAction(DateTimeOffset At, long After, string Rule, Intent Intent, Verdict Verdict, IReadOnlyList<string> Facts);
