/// <summary>A disk in another group than wanted is left there.</summary>
[Name("Raise a disk of another group")]
[Description("Raises an alarm when a disk that the settings want in one group is in another.")]
public class RaiseDiskOfOtherGroup : Rule
{
    public override void Define()
    {
        PoolDisk disk = default!;
        LvmDisk labelled = default!;

        When()
            .Match(() => disk, d => d.IsAttached)
            .Match(() => labelled,
                l => l.Device == disk.Device,
                l => l.Group != "" && l.Group != disk.Pool);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm("other-group:" + disk.Path, Severity.Warning, $"{disk.Path} is in volume group {labelled.Group}, not in {disk.Pool}: take it out of {labelled.Group} with vgreduce, or out of the settings")))
            .Undo(ctx => ctx.Act(new ClearAlarm("other-group:" + disk.Path, "it is where it belongs")));
    }
}
