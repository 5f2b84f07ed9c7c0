/// <summary>A disk that was away while its group changed is still called missing, although it is back.</summary>
[Name("Count a returned disk again")]
[Description("Has LVM count a disk as present that was away and is back.")]
public class RestoreReturnedDisk : Rule
{
    public override void Define()
    {
        PoolDisk disk = default!;
        LvmDisk labelled = default!;
        StorageView view = default!;

        When()
            .Match(() => disk, d => d.IsAttached && !d.IsDeleted)
            .Match(() => labelled,
                l => l.Device == disk.Device,
                l => l.Group == disk.Pool,
                l => l.IsFlaggedMissing)
            .Match(() => view);

        Then()
            .Do(ctx => ctx.Act(new RestoreDisk(disk.Pool, disk.Device, $"{disk.Device} is back, and {disk.Pool} still calls it missing")));
    }
}
