/// <summary>A policy rule of the settings that is not there is put back.</summary>
[Name("Put back a missing policy rule")]
[Description("Adds a wanted policy rule that is missing.")]
public class PutBackMissingRoutingRule : Rule
{
    public override void Define()
    {
        WantedRule wanted = default!;

        When()
            .Match(() => wanted)
            .Exists<SenseReady>(s => s.Sense == NetworkSenses.Routing)
            .Not<RoutingRule>(r => r.Is(wanted));

        Then()
            .Do(ctx => ctx.Act(new AddRoutingRule(wanted.Rule, $"the rule {wanted.Rule} is missing")));
    }
}
