/// <summary>A route whose gateway is one of this host's own addresses is never right.</summary>
[Name("Remove a route through oneself")]
[Description("Removes a route whose gateway is an address of this very host.")]
public class RemoveRouteThroughOneself : Rule
{
    public override void Define()
    {
        NetworkPolicy policy = default!;
        NetworkRoute route = default!;

        When()
            .Match(() => policy, p => p.CorrectForeign)
            .Match(() => route, r => r.GatewayIsOwn)
            .Not<WantedRoute>(w => route.Is(w));

        Then()
            .Do(ctx => ctx.Act(new RemoveRoute(route, $"{route} leads to this host itself")));
    }
}
