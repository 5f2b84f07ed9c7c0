/// <summary>A peer whose host has moved does not answer at its old address: where its name leads now is asked, and tried.</summary>
[Name("Refresh the endpoint of a silent peer")]
[Description("Asks anew where the name of a silent peer's endpoint leads, and tries each address until there is a handshake.")]
public class RefreshEndpointOfSilentPeer : Rule
{
    public override void Define()
    {
        WantedPeer wanted = default!;
        TunnelPeer peer = default!;

        When()
            .Match(() => wanted, w => w.HasNamedEndpoint())
            .Exists<NetworkLink>(l => l.Name == wanted.Tunnel, l => l.IsUp, l => !l.IsSettling)
            .Match(() => peer, p => p.Is(wanted), p => p.IsSilent || p.Endpoint == null);

        Then()
            .Do(ctx => ctx.Act(new RefreshEndpoint(wanted, peer.Endpoint == null ? $"{wanted.Endpoint} was never looked up" : $"nothing comes from {peer.Endpoint}")));
    }
}
