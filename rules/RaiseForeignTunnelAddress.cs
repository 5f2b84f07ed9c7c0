/// <summary>An address of a tunnel that the settings neither name nor allow to remove is named: packets may leave with it, and the other end drops them.</summary>
[Name("Raise a foreign address of a tunnel")]
[Description("Raises an alarm about an address of a tunnel that the settings do not name and that is not removed.")]
public class RaiseForeignTunnelAddress : Rule
{
    public override void Define()
    {
        NetworkPolicy policy = default!;
        WantedTunnel tunnel = default!;
        NetworkAddress address = default!;

        When()
            .Match(() => policy, p => !p.CorrectForeign)
            .Match(() => tunnel)
            .Exists<WantedAddress>(w => w.Link == tunnel.Name)
            .Exists<NetworkLink>(l => l.Name == tunnel.Name, l => !l.IsSettling)
            .Match(() => address, a => a.Link == tunnel.Name)
            .Not<WantedAddress>(w => w.Link == tunnel.Name, w => w.Address == address.Address);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm(
                $"address:{address.Link} {address.Address}", Severity.Warning, $"{address.Link} has {address.Address}, which nobody wants there: remove it, or set correct-foreign = \"yes\"")))
            .Undo(ctx => ctx.Act(new ClearAlarm($"address:{address.Link} {address.Address}", "it is gone")));
    }
}
