/// <summary>A policy rule that keeps packets to the other end from where they are to go is removed: it forbids them, or its table leads them elsewhere.</summary>
[Name("Remove a policy rule that stands in the way")]
[Description("Removes a policy rule that forbids packets to a tunnel or its other end, or leads them elsewhere.")]
public class RemoveRoutingRuleInTheWay : Rule
{
    public override void Define()
    {
        NetworkPolicy policy = default!;
        WantedPath path = default!;
        RoutingRule rule = default!;
        IEnumerable<RoutingRule> rules = default!;
        IEnumerable<NetworkRoute> routes = default!;

        When()
            .Match(() => policy, p => p.CorrectForeign)
            .Match(() => path)
            .Match(() => rule, r => r.Concerns(path))
            .Not<WantedRule>(w => rule.Is(w))
            .Query(() => rules, q => q.Match<RoutingRule>().Collect())
            .Query(() => routes, q => q.Match<NetworkRoute>().Collect())
            .Having(() => rule.StandsInTheWayOf(path, policy, rules, routes));

        Then()
            .Do(ctx => ctx.Act(new RemoveRoutingRule(rule, $"{rule} decides about packets to {path.To}")));
    }
}
