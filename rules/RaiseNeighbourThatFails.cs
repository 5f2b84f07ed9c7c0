/// <summary>Whatever the routes say: to a gateway or an endpoint that does not answer on its own link nothing can be sent.</summary>
[Name("Raise a neighbour that fails")]
[Description("Raises an alarm when a gateway or an endpoint on a link of the settings has not answered there for ten seconds.")]
public class RaiseNeighbourThatFails : Rule
{
    public override void Define()
    {
        WantedNeighbour wanted = default!;
        NetworkNeighbour neighbour = default!;

        When()
            .Match(() => wanted)
            .Match(() => neighbour, n => n.IsOf(wanted), n => n.IsSilent)
            .HeldFor(10.Seconds());

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm(
                $"neighbour:{wanted.Link} {wanted.Address}",
                Severity.Warning,
                $"{wanted.Address} does not answer on {wanted.Link}, and is needed for {wanted.For}: it is down, has another address, or is on another link")))
            .Undo(ctx => ctx.Act(new ClearAlarm($"neighbour:{wanted.Link} {wanted.Address}", "it answers again, or nobody asks for it")));
    }
}
