/// <summary>What cannot be seen cannot be kept right: a lock that somebody holds, a filesystem that hangs, a table that cannot be read.</summary>
[Name("Raise a sensor that fails")]
[Description("Raises an alarm when something has not been readable for ten seconds, and says what would mend it.")]
public class RaiseSensorThatFails : Rule
{
    public override void Define()
    {
        SensorTrouble trouble = default!;

        When()
            .Match(() => trouble)
            .HeldFor(10.Seconds());

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm("blind:" + trouble.Key, Severity.Warning, $"{trouble.Key} cannot be read: {trouble.Reason}; {trouble.Cure}")))
            .Undo(ctx => ctx.Act(new ClearAlarm("blind:" + trouble.Key, "it can be read again")));
    }
}
