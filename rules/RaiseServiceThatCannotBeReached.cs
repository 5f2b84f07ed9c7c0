/// <summary>Whether nobody listens or somebody does wrongly: no path leads to such a service, and its clients wait.</summary>
[Name("Raise a service that cannot be reached")]
[Description("Raises an alarm when for ten seconds nothing takes the connections of a service of the settings.")]
public class RaiseServiceThatCannotBeReached : Rule
{
    public override void Define()
    {
        WantedService wanted = default!;
        ServiceListener listener = default!;

        When()
            .Match(() => wanted)
            .Match(() => listener, l => l.Port == wanted.Port, l => l.Problem != "")
            .HeldFor(10.Seconds());

        Filter()
            .OnChange(() => listener.Detail);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm($"service:{wanted.Port}", Severity.Warning, listener.Detail)))
            .Undo(ctx => ctx.Act(new ClearAlarm($"service:{wanted.Port}", "it is served again")));
    }
}
