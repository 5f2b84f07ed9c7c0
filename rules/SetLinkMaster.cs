/// <summary>
/// A link belongs to the bridge, bond or VRF of the settings, or to none: in a foreign one its addresses answer nobody, or its routes are in a table that nobody asks.
/// </summary>
[Name("Set a link's master")]
[Description("Takes a wanted link out of a foreign bridge, bond or VRF, and puts it into its own.")]
public class SetLinkMaster : Rule
{
    public override void Define()
    {
        NetworkPolicy policy = default!;
        WantedLink wanted = default!;
        NetworkLink link = default!;

        When()
            .Match(() => policy, p => p.CorrectForeign)
            .Match(() => wanted)
            .Match(() => link, l => l.Name == wanted.Name, l => !l.IsSettling, l => l.Master != wanted.Master);

        Then()
            .Do(ctx => ctx.Act(new SetMaster(wanted.Name, wanted.Master, $"{link.Name} belongs to {(link.Master.Length == 0 ? "no other link" : link.Master)}")));
    }
}
