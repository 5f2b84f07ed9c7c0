/// <summary>A peer that nobody wants, that takes packets of a wanted one away, and that the settings do not allow to remove, is named.</summary>
[Name("Raise a peer that claims addresses")]
[Description("Raises an alarm about a peer that nobody wants, that claims addresses of one that is wanted, and is not removed.")]
public class RaiseClaimingPeer : Rule
{
    public override void Define()
    {
        NetworkPolicy policy = default!;
        TunnelPeer peer = default!;

        When()
            .Match(() => policy, p => !p.CorrectForeign)
            .Match(() => peer)
            .Exists<NetworkLink>(l => l.Name == peer.Tunnel, l => !l.IsSettling)
            .Exists<WantedPeer>(w => w.Tunnel == peer.Tunnel, w => peer.Claims(w))
            .Not<WantedPeer>(w => w.Tunnel == peer.Tunnel, w => w.Key == peer.Key);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm(
                $"claim:{peer.Tunnel} {peer.Key}", Severity.Warning, $"peer {peer.Key} of {peer.Tunnel} claims {peer.Allowed}, addresses of a wanted one: remove it, or set correct-foreign = \"yes\"")))
            .Undo(ctx => ctx.Act(new ClearAlarm($"claim:{peer.Tunnel} {peer.Key}", "it claims them no more")));
    }
}
