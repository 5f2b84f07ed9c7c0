using EventOps.Rules.Engine.Compilation;
using EventOps.Rules.Language;

namespace EventOps.Rules.Engine.Network;

/// <summary>A rule in a session.</summary>
internal sealed class RuleState
{
    public RuleState(RulePlan plan, int ring)
    {
        Plan = plan;
        Ring = ring;
        IsRepeatable = plan.Definition.Repeatability == RuleRepeatability.Repeatable;
        HasUndo = (plan.Triggers & ActionTrigger.Deactivated) != 0;
        FireValues = new object?[plan.SlotCount];
        Run = plan.Actions.Count == 1 && plan.Dependencies.Count == 0 && plan.Actions[0] is { Run: { } run, Trigger: ActionTrigger.Activated | ActionTrigger.Reactivated } ? run : null;
    }

    public RulePlan Plan { get; }

    /// <summary>Of its priority.</summary>
    public int Ring { get; }

    public bool IsRepeatable { get; }

    public bool HasUndo { get; }

    /// <summary>The values its actions see; apart from those that conditions use, which change while an action runs.</summary>
    public object?[] FireValues { get; }

    /// <summary>Its only action, when that is all there is to firing it.</summary>
    public Action<IContext, object?[]>? Run { get; }

    public bool IsParked { get; set; }

    /// <summary>The rule whose action made it fire the last time it was another firing's effect.</summary>
    public RuleState? LastCause { get; set; }

    public long Firings { get; set; }

    /// <summary>The failure of a condition has been told; told again only after the rule is unparked.</summary>
    public bool HasToldFailure { get; set; }

    public BranchState[] Branches { get; set; } = [];

    public override string ToString() => Plan.Definition.Name;
}
