/// <summary>The route that the kernel made with an address is put back when it alone is gone. When the address goes too, the address is the matter.</summary>
[Name("Put back the route of a subnet")]
[Description("Adds the route that came with a wanted address and is gone.")]
public class PutBackSubnetRoute : Rule
{
    public override void Define()
    {
        WantedRoute wanted = default!;
        NetworkLink link = default!;

        When()
            .Match(() => wanted, w => w.Comes != null)
            .Exists<SenseReady>(s => s.Sense == NetworkSenses.Routing)
            .Match(() => link, l => l.Name == wanted.Link, l => l.CanHave(wanted.To))
            .Exists<NetworkAddress>(a => a.Link == wanted.Link, a => a.Address == wanted.Comes, a => a.IsUsable)
            .Not<NetworkRoute>(r => r.Is(wanted))
            .HeldFor(100.Milliseconds());

        Then()
            .Do(ctx => ctx.Act(new AddRoute(wanted, $"the route {wanted} is missing")));
    }
}
