/// <summary>A tunnel whose link somebody renamed is not made anew, as its device still has the port: it gets its name back.</summary>
[Name("Rename a stray tunnel")]
[Description("Gives a wanted tunnel's device its name back when its link has had another for a second.")]
public class RenameStrayTunnel : Rule
{
    public override void Define()
    {
        WantedTunnel wanted = default!;
        StrayTunnel stray = default!;

        When()
            .Match(() => wanted)
            .Exists<SenseReady>(s => s.Sense == NetworkSenses.Routing)
            .Not<NetworkLink>(l => l.Name == wanted.Name)
            .Match(() => stray, s => s.Tunnel == wanted.Name)
            .HeldFor(1.Seconds());

        Then()
            .Do(ctx => ctx.Act(new RenameLink(wanted.Name, stray.Index, stray.Link, $"{wanted.Name} is called {stray.Link}")));
    }
}
