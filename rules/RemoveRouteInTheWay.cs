/// <summary>A route that packets to the other end would take, and that leads elsewhere or nowhere, is removed: this one in all that tells it from others.</summary>
[Name("Remove a route that stands in the way")]
[Description("Removes a route that draws packets to a tunnel or its other end elsewhere.")]
public class RemoveRouteInTheWay : Rule
{
    public override void Define()
    {
        NetworkPolicy policy = default!;
        WantedPath path = default!;
        NetworkRoute route = default!;

        When()
            .Match(() => policy, p => p.CorrectForeign)
            .Match(() => path)
            .Match(() => route, r => r.StandsInTheWayOf(path))
            .Not<WantedRoute>(w => route.Is(w));

        Then()
            .Do(ctx => ctx.Act(new RemoveRoute(route, $"{route} draws packets to {path.To} away")));
    }
}
