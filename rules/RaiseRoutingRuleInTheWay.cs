/// <summary>A policy rule of others that keeps packets from where they are to go, and that the settings do not allow to remove, is named.</summary>
[Name("Raise a policy rule in the way")]
[Description("Raises an alarm about a policy rule that forbids packets or leads them elsewhere, and is not removed.")]
public class RaiseRoutingRuleInTheWay : Rule
{
    public override void Define()
    {
        NetworkPolicy policy = default!;
        WantedPath path = default!;
        RoutingRule rule = default!;
        IEnumerable<RoutingRule> rules = default!;
        IEnumerable<NetworkRoute> routes = default!;

        When()
            .Match(() => policy, p => !p.CorrectForeign)
            .Match(() => path)
            .Match(() => rule, r => r.Concerns(path))
            .Not<WantedRule>(w => rule.Is(w))
            .Query(() => rules, q => q.Match<RoutingRule>().Collect())
            .Query(() => routes, q => q.Match<NetworkRoute>().Collect())
            .Having(() => rule.StandsInTheWayOf(path, policy, rules, routes));

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm($"rule:{rule}", Severity.Warning, $"{rule} decides about packets to {path.To}: remove it, or set correct-foreign = \"yes\"")))
            .Undo(ctx => ctx.Act(new ClearAlarm($"rule:{rule}", "it is gone")));
    }
}
