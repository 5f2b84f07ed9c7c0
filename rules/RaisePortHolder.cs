/// <summary>A tunnel cannot come up while another has its port. Whose that is, and whether it may be ended, is for a person to say.</summary>
[Name("Raise who has a tunnel's port")]
[Description("Raises an alarm that names who has had the port of a missing tunnel for two seconds.")]
public class RaisePortHolder : Rule
{
    public override void Define()
    {
        WantedTunnel wanted = default!;
        PortHolder holder = default!;

        When()
            .Match(() => wanted)
            .Match(() => holder, h => h.Tunnel == wanted.Name)
            .HeldFor(2.Seconds());

        Filter()
            .OnChange(() => holder.ToString());

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm(
                $"port:{wanted.Name}", Severity.Warning, $"{wanted.Name} is missing, and UDP port {holder.Port} is taken by {holder}: the tunnel is brought up once it is free")))
            .Undo(ctx => ctx.Act(new ClearAlarm($"port:{wanted.Name}", "the port is free, or the tunnel is there")));
    }
}
