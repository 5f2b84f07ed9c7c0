using System.Collections.Immutable;
using EventOps.Model;

namespace EventOps.Lab.Growth;

/// <summary>What a rule wanted, and what came of it so far, as the journal tells.</summary>
/// <param name="Sequence">In the journal.</param>
/// <param name="At">Since the writer began.</param>
internal sealed record Decision(long Sequence, TimeSpan At, string Rule, Intent Intent)
{
    public GuardVerdict? Verdict { get; init; }

    public ImmutableList<StepFinished> Steps { get; init; } = [];

    public ActionFinished? Ended { get; init; }

    /// <summary>Of the storage, before the first step.</summary>
    public Bytes? From { get; init; }

    /// <summary>How many like it came at once after it and were refused alike.</summary>
    public int Repeats { get; init; }

    public bool IsCarriedOut => Verdict is { Verdict: Model.Verdict.Allowed or Model.Verdict.AllowedInEmergency };

    public bool HasGrown => Ended is { Outcome: Outcome.Succeeded, Intent: GrowVolume };

    /// <summary>Whether more is to come of it.</summary>
    public bool IsOpen => Verdict is null || (IsCarriedOut && Ended is null && Intent is GrowVolume);
}
