namespace EventOps.Rules.Engine.Compilation;

/// <summary>How the inputs of a branch are joined, beginning from whichever changed.</summary>
internal sealed class JoinPlan
{
    public required IReadOnlyList<InputPlan> Inputs { get; init; }

    /// <summary>For each input, how the others are found from it.</summary>
    public required IReadOnlyList<SeedPlan> Seeds { get; init; }

    /// <summary>All conditions between inputs; null when there are none.</summary>
    public required Func<object?[], bool>? FullTest { get; init; }

    public required IReadOnlyList<QuantifierPlan> Quantifiers { get; init; }
}

/// <param name="Test">Conditions on this input alone.</param>
/// <param name="OnlyKeys">The other inputs are found by key alone: while the key stays, no new combination can appear.</param>
internal sealed record SeedPlan(Func<object?[], bool>? Test, IReadOnlyList<StepPlan> Steps, bool OnlyKeys);

/// <param name="Input">The place of the input among the join's.</param>
/// <param name="Residual">Conditions that can be judged from this step on.</param>
internal sealed record StepPlan(int Input, int Index, ProbePlan Probe, Func<object?[], bool>? Residual);

/// <summary>Facts that must, or must not, be there for a tuple.</summary>
/// <param name="Left">The join's input from which a fact's tuples are found; -1 when all must be looked at.</param>
/// <param name="IsGate">Depends on no other fact: one answer for all tuples.</param>
internal sealed record QuantifierPlan(
    bool Wanted, InputPlan Input, int Slot, int Index, ProbePlan Probe, Func<object?[], bool>? Residual,
    int Left, int LeftIndex, ProbePlan? LeftProbe, bool IsGate);
