/// <summary>A route of others that draws packets away, and that the settings do not allow to remove, is named.</summary>
[Name("Raise a route in the way")]
[Description("Raises an alarm about a route that draws packets away and is not removed.")]
public class RaiseRouteInTheWay : Rule
{
    public override void Define()
    {
        NetworkPolicy policy = default!;
        WantedPath path = default!;
        NetworkRoute route = default!;

        When()
            .Match(() => policy, p => !p.CorrectForeign)
            .Match(() => path)
            .Match(() => route, r => r.StandsInTheWayOf(path));

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm($"route:{route}", Severity.Warning, $"{route} draws packets to {path.To} away: remove it, or set correct-foreign = \"yes\"")))
            .Undo(ctx => ctx.Act(new ClearAlarm($"route:{route}", "it is gone")));
    }
}
