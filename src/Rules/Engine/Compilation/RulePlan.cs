namespace EventOps.Rules.Engine.Compilation;

/// <summary>A compiled rule.</summary>
internal sealed class RulePlan
{
    public required RuleDefinition Definition { get; init; }

    public required IReadOnlyList<BranchPlan> Branches { get; init; }

    public required IReadOnlyList<ActionPlan> Actions { get; init; }

    public required IReadOnlyList<DependencyPlan> Dependencies { get; init; }

    public required int SlotCount { get; init; }

    public required string[] SlotNames { get; init; }

    public required FilterPlan? Filter { get; init; }

    /// <summary>Its place in load order.</summary>
    public int Order { get; set; }

    public Language.ActionTrigger Triggers => Actions.Aggregate(Language.ActionTrigger.None, (all, a) => all | a.Trigger);
}

/// <summary>One alternative of a rule: what remains when its Ors are multiplied out.</summary>
internal sealed class BranchPlan
{
    public required JoinPlan Join { get; init; }

    /// <summary>All inputs, those of queries and quantifiers included.</summary>
    public required IReadOnlyList<InputPlan> Inputs { get; init; }

    /// <summary>Computed for each match, in order: values and what else is judged late.</summary>
    public required IReadOnlyList<LateStep> Late { get; init; }

    public required BranchText Text { get; init; }
}

/// <summary>Makes the value of one action's yield, or runs the action.</summary>
internal sealed record ActionPlan(
    Language.ActionTrigger Trigger,
    Action<Language.IContext, object?[]>? Run,
    Func<Language.IContext, object?[], object>? Yield,
    Func<Language.IContext, object?[], object, object>? YieldUpdate);

internal sealed record DependencyPlan(int Slot, Type Type);

internal sealed record FilterPlan(Func<object?[], bool>? Where, IReadOnlyList<Func<object?[], object?>> Keys);

/// <summary>Something judged or computed for a match after its facts have been joined.</summary>
internal abstract record LateStep
{
    /// <summary>The slot that it fills; -1 when none.</summary>
    public virtual int Slot => -1;
}

/// <summary>A computed value.</summary>
internal sealed record LateValue(int Target, Func<object?[], object?> Value) : LateStep
{
    public override int Slot => Target;
}

/// <summary>A condition over time, or a value computed over time.</summary>
/// <param name="Text">Its words, numbers and what it reads.</param>
internal sealed record LateTime(Time.TimeOperator Operator, string Text, int Target) : LateStep
{
    public override int Slot => Target;
}

/// <summary>A condition on values that are computed late.</summary>
internal sealed record LateTest(Func<object?[], bool> Test) : LateStep;
