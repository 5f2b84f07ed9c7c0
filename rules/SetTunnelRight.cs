/// <summary>A WireGuard device listens on its port, with the key of its file, and its outer packets carry no mark.</summary>
[Name("Set a tunnel right")]
[Description("Gives a WireGuard device its port and the key of its file, and takes a mark from it.")]
public class SetTunnelRight : Rule
{
    public override void Define()
    {
        WantedTunnel wanted = default!;
        Tunnel tunnel = default!;

        When()
            .Match(() => wanted)
            .Exists<NetworkLink>(l => l.Name == wanted.Name, l => !l.IsSettling)
            .Match(() => tunnel, t => t.Name == wanted.Name, t => !t.Is(wanted));

        Then()
            .Do(ctx => ctx.Act(new SetTunnel(wanted.Name, $"{tunnel.Name} listens on {tunnel.Port}, mark {tunnel.Mark}, {(tunnel.HasFileKey ? "with its own key" : "with another key than its file")}")));
    }
}
