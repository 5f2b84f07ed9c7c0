/// <summary>Another gateway on the right link may well lead there; where the peer is silent, it does not.</summary>
[Name("Remove a route through another gateway")]
[Description("Removes a route that draws a silent peer's packets to another gateway than that of the settings.")]
public class RemoveRouteThroughOtherGateway : Rule
{
    public override void Define()
    {
        NetworkPolicy policy = default!;
        WantedPeer wanted = default!;
        WantedPath path = default!;
        NetworkRoute route = default!;

        When()
            .Match(() => policy, p => p.CorrectForeign)
            .Match(() => wanted)
            .Exists<TunnelPeer>(p => p.IsOf(wanted), p => p.IsSilent)
            .Match(() => path, p => p.LeadsTo(wanted))
            .Match(() => route, r => r.LeadsByOtherGateway(path))
            .Not<WantedRoute>(w => route.Is(w));

        Then()
            .Do(ctx => ctx.Act(new RemoveRoute(route, $"nothing comes from {path.To} by {route}")));
    }
}
