/// <summary>A rule that surely stops something wanted is removed: this one, never a chain. One that does so by a named set, or that closes the host to all else, stays for what it is there for.</summary>
[Name("Remove a filter rule that stands in the way")]
[Description("Removes a rule of the packet filter that surely stops something wanted, where the settings allow it.")]
public class RemoveFilterRuleInTheWay : Rule
{
    public override void Define()
    {
        NetworkPolicy policy = default!;
        FilterRule rule = default!;

        When()
            .Match(() => policy, p => p.CorrectForeign)
            .Match(() => rule, r => r.IsSure, r => !r.IsNeeded, r => r.Set == null);

        Then()
            .Do(ctx => ctx.Act(new RemoveFilterRule(rule, $"{rule} stops {rule.Stops}")));
    }
}
