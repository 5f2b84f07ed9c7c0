/// <summary>A policy rule that keeps packets to the other end from the usual tables is removed.</summary>
[Name("Remove a policy rule that stands in the way")]
[Description("Removes a policy rule that decides about packets to a tunnel or its other end.")]
public class RemoveRoutingRuleInTheWay : Rule
{
    public override void Define()
    {
        NetworkPolicy policy = default!;
        WantedPath path = default!;
        RoutingRule rule = default!;

        When()
            .Match(() => policy, p => p.CorrectForeign)
            .Match(() => path)
            .Match(() => rule, r => r.StandsInTheWayOf(path));

        Then()
            .Do(ctx => ctx.Act(new RemoveRoutingRule(rule, $"{rule} decides about packets to {path.To}")));
    }
}
