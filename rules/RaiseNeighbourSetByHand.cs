/// <summary>The kernel never asks after a link-layer address that was set for good: a wrong one swallows all that is sent, and looks like a host that is down.</summary>
[Name("Raise a neighbour set by hand")]
[Description("Raises an alarm when a peer is silent for ten seconds and a gateway or endpoint has a link-layer address that somebody set for good.")]
public class RaiseNeighbourSetByHand : Rule
{
    public override void Define()
    {
        WantedNeighbour wanted = default!;
        NetworkNeighbour neighbour = default!;

        When()
            .Match(() => wanted)
            .Match(() => neighbour, n => n.IsOf(wanted), n => !n.IsSilent)
            .Exists<TunnelPeer>(p => p.IsSilent)
            .HeldFor(10.Seconds());

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm(
                $"neighbour-set:{wanted.Link} {wanted.Address}",
                Severity.Warning,
                $"{wanted.Address} on {wanted.Link}, which is needed for {wanted.For}, has the link-layer address {neighbour.HardwareAddress} because somebody set it: if it is wrong, ip neigh del {wanted.Address} dev {wanted.Link}")))
            .Undo(ctx => ctx.Act(new ClearAlarm($"neighbour-set:{wanted.Link} {wanted.Address}", "it is gone, or the peers are heard")));
    }
}
