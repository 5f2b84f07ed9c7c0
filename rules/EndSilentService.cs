/// <summary>A service that takes connections and answers none does so until it is started again.</summary>
[Name("End a service that does not answer")]
[Description("Ends the process of a service of the settings that for five seconds has taken connections of a probe of this host and not answered, so that it is started again.")]
public class EndSilentService : Rule
{
    public override void Define()
    {
        WantedService wanted = default!;
        WantedProbe probe = default!;
        ServiceListener listener = default!;
        Reach reach = default!;

        When()
            .Match(() => wanted, s => s.Program != null)
            .Match(() => probe, p => p.IsReachable, p => p.Asks(wanted))
            .Match(() => listener, l => l.Port == wanted.Port, l => l.Problem == "", l => l.Program == wanted.Program)
            .Match(() => reach, r => r.IsOf(probe), r => r.IsSilent())
            .Exists<WantedAddress>(a => probe.IsAt(a))
            .HeldFor(5.Seconds());

        Then()
            .Do(ctx => ctx.Act(new EndService(wanted.Port, listener.Program, listener.Process, $"{probe.Url} is not answered: {reach.Cause}")));
    }
}
