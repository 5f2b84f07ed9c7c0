/// <summary>What a client meets is what counts: a page that cannot be had, or can be had where it should not, is told of, whatever the cause.</summary>
[Name("Raise a probe that fails")]
[Description("Raises an alarm when for ten seconds a page is not reached that should be, or is reached that should not be.")]
public class RaiseProbeThatFails : Rule
{
    public override void Define()
    {
        WantedProbe wanted = default!;
        Reach reach = default!;

        When()
            .Match(() => wanted)
            .Match(() => reach, r => r.Url == wanted.Url, r => r.Link == wanted.Link, r => r.IsReachable != wanted.IsReachable)
            .HeldFor(10.Seconds());

        Filter()
            .OnChange(() => reach.Cause);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm(
                $"probe:{wanted.Url} {wanted.Link}",
                Severity.Warning,
                wanted.IsReachable ? $"{wanted.Url} is not reached: {reach.Cause}" : $"{wanted.Url} is reached, and should be blocked")))
            .Undo(ctx => ctx.Act(new ClearAlarm($"probe:{wanted.Url} {wanted.Link}", "it is as wanted again")));
    }
}
