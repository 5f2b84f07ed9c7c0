/// <summary>A service whose process a signal stopped still takes connections, and answers none: it goes on.</summary>
[Name("Continue a stopped service")]
[Description("Lets the process of a service of the settings go on that was stopped.")]
public class ContinueStoppedService : Rule
{
    public override void Define()
    {
        WantedService wanted = default!;
        ServiceListener listener = default!;

        When()
            .Match(() => wanted, s => s.Program != null)
            .Match(() => listener, l => l.Port == wanted.Port, l => l.Problem == ServiceListener.Stopped, l => l.Program == wanted.Program);

        Then()
            .Do(ctx => ctx.Act(new ContinueService(wanted.Port, listener.Program, listener.Process, listener.Detail)));
    }
}
