/// <summary>A peer that nobody wants and that claims addresses of a wanted one takes its packets away.</summary>
[Name("Remove a peer that claims addresses")]
[Description("Removes a peer that nobody wants and that claims addresses of one that is wanted.")]
public class RemoveClaimingPeer : Rule
{
    public override void Define()
    {
        NetworkPolicy policy = default!;
        WantedPeer wanted = default!;
        TunnelPeer peer = default!;

        When()
            .Match(() => policy, p => p.CorrectForeign)
            .Match(() => wanted)
            .Exists<NetworkLink>(l => l.Name == wanted.Tunnel, l => !l.IsSettling)
            .Match(() => peer, p => p.Tunnel == wanted.Tunnel, p => p.Claims(wanted))
            .Not<WantedPeer>(w => w.Tunnel == peer.Tunnel, w => w.Key == peer.Key);

        Then()
            .Do(ctx => ctx.Act(new RemovePeer(peer.Tunnel, peer.Key, $"it claims {peer.Allowed}")));
    }
}
