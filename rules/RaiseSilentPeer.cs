/// <summary>What can be done on this host has been done by then: the other host, or what is between, is for a person to look at.</summary>
[Name("Raise a silent peer")]
[Description("Raises an alarm when a peer of the settings that is spoken to has not answered for forty seconds.")]
public class RaiseSilentPeer : Rule
{
    public override void Define()
    {
        WantedPeer wanted = default!;
        TunnelPeer peer = default!;

        When()
            .Match(() => wanted)
            .Match(() => peer, p => p.IsOf(wanted), p => p.IsSilent)
            .HeldFor(40.Seconds());

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm($"peer:{wanted.Tunnel} {wanted.Key}", Severity.Warning, $"peer {wanted.Key} of {wanted.Tunnel} does not answer")))
            .Undo(ctx => ctx.Act(new ClearAlarm($"peer:{wanted.Tunnel} {wanted.Key}", "it answers again")));
    }
}
