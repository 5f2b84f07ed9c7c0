/// <summary>What lies on an image that was deleted is there only as long as the image is attached: it moves to other disks, in use.</summary>
[Name("Empty a deleted image")]
[Description("Moves everything off an image that has lost its name while it is attached, when the other disks can take it.")]
public class EmptyDeletedImage : Rule
{
    public override void Define()
    {
        PoolDisk disk = default!;
        LvmDisk labelled = default!;
        LvmGroup group = default!;
        StorageView view = default!;

        When()
            .Match(() => disk, d => d.IsDeleted)
            .Match(() => labelled,
                l => l.Device == disk.Device,
                l => l.Group == disk.Pool,
                l => l.IsUsed && l.ElsewhereGrowable >= l.Used)
            .Match(() => group,
                g => g.Name == disk.Pool,
                g => !g.IsMoving && g.MissingDisks == 0)
            .Match(() => view);

        Then()
            .Do(ctx => ctx.Act(new EmptyDisk(disk.Pool, disk.Device, $"{disk.Path} was deleted: {labelled.Used} on {disk.Device} would be lost with the next restart")));
    }
}
