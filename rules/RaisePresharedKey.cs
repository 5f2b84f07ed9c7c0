/// <summary>A preshared key that the settings do not know may be what the other side wants. Where what others set up is not to be corrected, it stays and is told of.</summary>
[Name("Raise a preshared key")]
[Description("Raises an alarm about a peer's preshared key that the settings do not name, where these do not ask to take it away.")]
public class RaisePresharedKey : Rule
{
    public override void Define()
    {
        WantedPeer wanted = default!;
        TunnelPeer peer = default!;

        When()
            .Match(() => wanted)
            .Match(() => peer, p => p.IsOf(wanted), p => p.HasForeignKey(wanted));

        Filter()
            .OnChange(() => peer.HasPresharedKey);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm(
                $"preshared:{wanted.Tunnel} {wanted.Key}",
                Severity.Warning,
                $"peer {wanted.Key} of {wanted.Tunnel} has a preshared key that the settings do not name: name its file by preshared-key-file, or set correct-foreign = \"yes\" to have it taken away")))
            .Undo(ctx => ctx.Act(new ClearAlarm($"preshared:{wanted.Tunnel} {wanted.Key}", "it has none now, or one of the settings")));
    }
}
