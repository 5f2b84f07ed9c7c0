/// <summary>Where no service manager starts a service again, it stays dead. What does start it again gets five seconds for it.</summary>
[Name("Start a service that nobody serves")]
[Description("Starts a service of the settings by the command they have for it, when for five seconds nobody has listened on its port.")]
public class StartMissingService : Rule
{
    public override void Define()
    {
        WantedService wanted = default!;
        ServiceListener listener = default!;

        When()
            .Match(() => wanted, s => s.Start != null)
            .Match(() => listener, l => l.Port == wanted.Port, l => l.Problem == ServiceListener.Missing)
            .HeldFor(5.Seconds());

        Then()
            .Do(ctx => ctx.Act(new StartService(wanted.Port, listener.Detail)));
    }
}
