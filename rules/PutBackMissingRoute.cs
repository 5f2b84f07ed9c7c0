/// <summary>A route of the settings that is not there is put back, as soon as its link can have it.</summary>
[Name("Put back a missing route")]
[Description("Adds a wanted route that is missing.")]
public class PutBackMissingRoute : Rule
{
    public override void Define()
    {
        WantedRoute wanted = default!;
        NetworkLink link = default!;

        When()
            .Match(() => wanted, w => w.Comes == null)
            .Exists<SenseReady>(s => s.Sense == NetworkSenses.Routing)
            .Match(() => link, l => l.Name == wanted.Link, l => l.CanHave(wanted.To))
            .Not<NetworkRoute>(r => r.Is(wanted));

        Then()
            .Do(ctx => ctx.Act(new AddRoute(wanted, $"the route {wanted} is missing")));
    }
}
