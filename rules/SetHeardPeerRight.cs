/// <summary>A peer that speaks to us is where it is: all of it is set but the endpoint, which WireGuard follows by itself.</summary>
[Name("Set a peer that speaks right")]
[Description("Gives a peer from which something comes its addresses and keepalive again, and leaves its endpoint alone.")]
public class SetHeardPeerRight : Rule
{
    public override void Define()
    {
        WantedPeer wanted = default!;
        TunnelPeer peer = default!;

        When()
            .Match(() => wanted)
            .Exists<NetworkLink>(l => l.Name == wanted.Tunnel, l => !l.IsSettling)
            .Match(() => peer, p => p.IsOf(wanted), p => p.IsHeard, p => !p.Is(wanted));

        Then()
            .Do(ctx => ctx.Act(new SetPeer(wanted.Anywhere(), $"peer {wanted.Key} of {wanted.Tunnel} is not as wanted")));
    }
}
