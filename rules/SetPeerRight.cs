/// <summary>A peer of the settings is there, with just its addresses, endpoint and keepalive.</summary>
[Name("Set a peer right")]
[Description("Gives a wanted peer its endpoint, addresses and keepalive, and makes it when it is missing.")]
public class SetPeerRight : Rule
{
    public override void Define()
    {
        WantedPeer wanted = default!;

        When()
            .Match(() => wanted)
            .Exists<NetworkLink>(l => l.Name == wanted.Tunnel, l => !l.IsSettling)
            .Exists<Tunnel>(t => t.Name == wanted.Tunnel)
            .Not<TunnelPeer>(p => p.Is(wanted))
            .Not<TunnelPeer>(p => p.IsOf(wanted), p => p.IsHeard);

        Then()
            .Do(ctx => ctx.Act(new SetPeer(wanted, $"peer {wanted.Key} of {wanted.Tunnel} is not as wanted")));
    }
}
