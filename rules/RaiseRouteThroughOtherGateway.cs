/// <summary>A route through another gateway, by which nothing comes from a peer, and that the settings do not allow to remove, is named.</summary>
[Name("Raise a route through another gateway")]
[Description("Raises an alarm about a route that draws a silent peer's packets to another gateway than that of the settings and is not removed.")]
public class RaiseRouteThroughOtherGateway : Rule
{
    public override void Define()
    {
        NetworkPolicy policy = default!;
        WantedPeer wanted = default!;
        WantedPath path = default!;
        NetworkRoute route = default!;

        When()
            .Match(() => policy, p => !p.CorrectForeign)
            .Match(() => wanted)
            .Exists<TunnelPeer>(p => p.IsOf(wanted), p => p.IsSilent)
            .Match(() => path, p => p.LeadsTo(wanted))
            .Match(() => route, r => r.LeadsByOtherGateway(path))
            .Not<WantedRoute>(w => route.Is(w));

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm($"gateway:{route}", Severity.Warning, $"nothing comes from {path.To} by {route}: remove it, or set correct-foreign = \"yes\"")))
            .Undo(ctx => ctx.Act(new ClearAlarm($"gateway:{route}", "it is gone, or the peer is heard")));
    }
}
