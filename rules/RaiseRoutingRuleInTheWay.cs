/// <summary>A policy rule of others that keeps packets to the other end from the usual tables, and that the settings do not allow to remove, is named.</summary>
[Name("Raise a policy rule in the way")]
[Description("Raises an alarm about a policy rule that decides about packets to a tunnel or its other end and is not removed.")]
public class RaiseRoutingRuleInTheWay : Rule
{
    public override void Define()
    {
        NetworkPolicy policy = default!;
        RoutingRule rule = default!;

        When()
            .Match(() => policy, p => !p.CorrectForeign)
            .Match(() => rule)
            .Exists<WantedPath>(p => rule.StandsInTheWayOf(p));

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm($"rule:{rule}", Severity.Warning, $"{rule} decides about packets to a tunnel or its other end: remove it, or set correct-foreign = \"yes\"")))
            .Undo(ctx => ctx.Act(new ClearAlarm($"rule:{rule}", "it is gone")));
    }
}
