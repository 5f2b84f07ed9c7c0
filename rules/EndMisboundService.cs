/// <summary>A service that listens on the wrong addresses keeps them until it ends; what keeps it starts it again. What made it bind so is put right first.</summary>
[Name("End a service that listens on the wrong addresses")]
[Description("Ends the process of a service of the settings that listens on other addresses than it should, so that it is started again.")]
public class EndMisboundService : Rule
{
    public override void Define()
    {
        WantedService wanted = default!;
        ServiceListener listener = default!;

        When()
            .Match(() => wanted, s => s.Program != null)
            .Match(() => listener, l => l.Port == wanted.Port, l => l.Problem == ServiceListener.Elsewhere, l => l.Program == wanted.Program)
            .Not<KernelParameter>(p => p.Name == NetworkPlan.OnlyIPv6, p => p.Value == "1")
            .HeldFor(1.Seconds());

        Then()
            .Do(ctx => ctx.Act(new EndService(wanted.Port, listener.Program, listener.Process, listener.Detail)));
    }
}
