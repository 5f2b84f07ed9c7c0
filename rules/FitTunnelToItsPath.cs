/// <summary>Where large packets vanish on the way and nobody tells the sender, a tunnel with a smaller MTU sends none that do. Its file keeps what is wanted.</summary>
[Name("Fit a tunnel to its path")]
[Description("Gives a tunnel the largest MTU that its path carries, for as long as that is less than the settings want.")]
public class FitTunnelToItsPath : Rule
{
    public override void Define()
    {
        WantedLink wanted = default!;
        PathMtu path = default!;
        NetworkLink link = default!;

        When()
            .Match(() => wanted)
            .Match(() => path, p => p.Link == wanted.Name)
            .Match(() => link, l => l.Name == wanted.Name, l => !l.IsSettling, l => !l.IsUp || l.Mtu != path.Mtu);

        Then()
            .Do(ctx => ctx.Act(new SetLink(wanted.Name, path.Mtu, $"{path.To} answers to packets of {path.Mtu} bytes, and to none of {path.Wanted}")));
    }
}
