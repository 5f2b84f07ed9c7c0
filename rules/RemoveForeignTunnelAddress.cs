/// <summary>A tunnel has the addresses of the settings and no others: one left over makes packets leave with a source that the other end drops.</summary>
[Name("Remove a foreign address of a tunnel")]
[Description("Removes addresses of a tunnel that the settings do not name, once those they name are there.")]
public class RemoveForeignTunnelAddress : Rule
{
    public override void Define()
    {
        NetworkPolicy policy = default!;
        WantedTunnel tunnel = default!;
        NetworkAddress address = default!;

        When()
            .Match(() => policy, p => p.CorrectForeign)
            .Match(() => tunnel)
            .Exists<WantedAddress>(w => w.Link == tunnel.Name)
            .Exists<NetworkLink>(l => l.Name == tunnel.Name, l => !l.IsSettling)
            .Match(() => address, a => a.Link == tunnel.Name)
            .Not<WantedAddress>(w => w.Link == tunnel.Name, w => w.Address == address.Address);

        Then()
            .Do(ctx => ctx.Act(new RemoveAddress(address.Link, address.Address, $"{address.Link} has {address.Address}, which nobody wants there")));
    }
}
