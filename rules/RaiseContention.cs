/// <summary>A fight is won by nobody: who undoes the corrections is for a person to find and end.</summary>
[Name("Raise a fight over a resource")]
[Description("Raises an alarm when something undoes what is corrected, again and again.")]
public class RaiseContention : Rule
{
    public override void Define()
    {
        Contention fight = default!;

        When()
            .Match(() => fight);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm(
                "fight:" + fight.Resource,
                Severity.Warning,
                $"{fight.By ?? "something"} undoes each correction of {fight.Resource}: {(fight.By == null ? "find what it is" : "end that")}, or take {fight.Resource} out of the settings")))
            .Undo(ctx => ctx.Act(new ClearAlarm("fight:" + fight.Resource, "it has been calm for a while")));
    }
}
