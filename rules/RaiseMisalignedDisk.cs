/// <summary>A disk that has lost room before its first extent and cannot be emptied goes on without it.</summary>
[Name("Raise a misaligned disk")]
[Description("Raises an alarm when a disk lost room before its first extent and what lies on it has no room elsewhere.")]
public class RaiseMisalignedDisk : Rule
{
    public override void Define()
    {
        PoolDisk disk = default!;
        LvmDisk labelled = default!;

        When()
            .Match(() => disk, d => d.IsAttached && !d.IsDeleted)
            .Match(() => labelled,
                l => l.Device == disk.Device,
                l => l.Group == disk.Pool,
                l => l.IsMisaligned && l.IsUsed,
                l => l.ElsewhereGrowable < l.Used);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm("misaligned:" + disk.Path, Severity.Warning, $"the first extent of {disk.Device} ({disk.Path}) begins at {labelled.Start}, and what lies before it is lost. It can only be labelled anew when {labelled.Used} have moved to other disks of {disk.Pool}, which have {labelled.ElsewhereGrowable} for them: add a disk to the group, or free room in it; the rest is then done here")))
            .Undo(ctx => ctx.Act(new ClearAlarm("misaligned:" + disk.Path, "it can be emptied, or was labelled anew")));
    }
}
