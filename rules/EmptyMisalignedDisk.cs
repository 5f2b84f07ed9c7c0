/// <summary>A disk that has lost room before its first extent can only be labelled anew when nothing lies on it: that moves away, in use.</summary>
[Name("Empty a misaligned disk")]
[Description("Moves everything off a disk that lost room before its first extent, when the others can take it.")]
public class EmptyMisalignedDisk : Rule
{
    public override void Define()
    {
        PoolDisk disk = default!;
        LvmDisk labelled = default!;
        LvmGroup group = default!;
        StorageView view = default!;

        When()
            .Match(() => disk, d => d.IsAttached && !d.IsDeleted)
            .Match(() => labelled,
                l => l.Device == disk.Device,
                l => l.Group == disk.Pool,
                l => l.IsMisaligned && l.IsUsed,
                l => l.ElsewhereGrowable >= l.Used)
            .Match(() => group,
                g => g.Name == disk.Pool,
                g => !g.IsMoving && g.MissingDisks == 0)
            .Match(() => view);

        Then()
            .Do(ctx => ctx.Act(new EmptyDisk(disk.Pool, disk.Device, $"the first extent of {disk.Device} begins at {labelled.Start}; {labelled.Used} must move away before it can be labelled anew")));
    }
}
