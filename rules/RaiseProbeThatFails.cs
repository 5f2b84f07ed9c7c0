/// <summary>What a client meets is what counts: a page that cannot be had, or can be had where it should not, is told of, whatever the cause.</summary>
[Name("Raise a probe that fails")]
[Description("Raises an alarm when for ten seconds a page is not reached that should be, is reached that should not be, or cannot be proven to be blocked.")]
public class RaiseProbeThatFails : Rule
{
    public override void Define()
    {
        WantedProbe wanted = default!;
        Reach reach = default!;

        When()
            .Match(() => wanted)
            .Match(() => reach, r => r.IsOf(wanted), r => !r.IsAsWanted(wanted))
            .HeldFor(10.Seconds());

        Filter()
            .OnChange(() => reach.Cause);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm(
                $"probe:{wanted.Name}",
                Severity.Warning,
                $"{wanted.Url} {reach.Verdict(wanted)}")))
            .Undo(ctx => ctx.Act(new ClearAlarm($"probe:{wanted.Name}", "it is as wanted again")));
    }
}
