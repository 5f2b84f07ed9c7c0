/// <summary>When all is as wanted and still no handshake comes about, what one side remembers may be in the way, such as a time stamp of before its clock was set back.</summary>
[Name("Bounce a silent peer")]
[Description("Takes a peer away and puts it back that has been silent for twenty seconds with everything as wanted.")]
public class BounceSilentPeer : Rule
{
    public override void Define()
    {
        WantedPeer wanted = default!;
        TunnelPeer peer = default!;

        When()
            .Match(() => wanted, w => w.Keepalive > 0)
            .Exists<NetworkLink>(l => l.Name == wanted.Tunnel, l => l.IsUp, l => !l.IsSettling)
            .Match(() => peer, p => p.Is(wanted), p => p.IsSilent, p => p.Endpoint != null)
            .HeldFor(20.Seconds());

        Then()
            .Do(ctx => ctx.Act(new BouncePeer(wanted, $"nothing comes from {peer.Endpoint}, though all is as wanted")));
    }
}
