/// <summary>A route whose gateway is one of this host's own addresses, and that the settings do not allow to remove, is named; one that draws wanted packets away is as such.</summary>
[Name("Raise a route through oneself")]
[Description("Raises an alarm about a route whose gateway is an address of this very host and that is not removed.")]
public class RaiseRouteThroughOneself : Rule
{
    public override void Define()
    {
        NetworkPolicy policy = default!;
        NetworkRoute route = default!;

        When()
            .Match(() => policy, p => !p.CorrectForeign)
            .Match(() => route, r => r.GatewayIsOwn)
            .Not<WantedRoute>(w => route.Is(w))
            .Not<WantedPath>(p => route.StandsInTheWayOf(p));

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm($"own-gateway:{route}", Severity.Warning, $"{route} leads to this host itself: remove it, or set correct-foreign = \"yes\"")))
            .Undo(ctx => ctx.Act(new ClearAlarm($"own-gateway:{route}", "it is gone")));
    }
}
