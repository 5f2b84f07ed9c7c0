/// <summary>A tunnel whose link is gone is brought up again. Whoever takes it down to bring it up again has two seconds for it.</summary>
[Name("Restore a missing tunnel")]
[Description("Brings a wanted tunnel up from its file when its link has been missing for two seconds.")]
public class RestoreMissingTunnel : Rule
{
    public override void Define()
    {
        WantedTunnel wanted = default!;

        When()
            .Match(() => wanted)
            .Exists<SenseReady>(s => s.Sense == NetworkSenses.Routing)
            .Not<NetworkLink>(l => l.Name == wanted.Name)
            .Not<StrayTunnel>(s => s.Tunnel == wanted.Name)
            .Not<PortHolder>(h => h.Tunnel == wanted.Name)
            .Not<NetworkFile>(f => f.Path == wanted.File, f => f.Problems != "")
            .HeldFor(2.Seconds());

        Then()
            .Do(ctx => ctx.Act(new RestoreTunnel(wanted.Name, $"{wanted.Name} is missing")));
    }
}
