/// <summary>A link of the settings is up and has its MTU. One that has just been made is left to its maker for a moment.</summary>
[Name("Set a link right")]
[Description("Sets a wanted link up and gives it its MTU.")]
public class SetLinkRight : Rule
{
    public override void Define()
    {
        WantedLink wanted = default!;
        NetworkLink link = default!;

        When()
            .Match(() => wanted)
            .Match(() => link, l => l.Name == wanted.Name, l => !l.IsSettling, l => !l.Is(wanted))
            .Not<PathMtu>(p => p.Link == wanted.Name);

        Then()
            .Do(ctx => ctx.Act(new SetLink(wanted.Name, wanted.Mtu, $"{link.Name} is {(link.IsUp ? "up" : "down")} with MTU {link.Mtu}")));
    }
}
