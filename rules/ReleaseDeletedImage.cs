/// <summary>An image that was deleted, and that nothing lies on any more, makes way for a new one.</summary>
[Name("Release a deleted image")]
[Description("Takes an image that has lost its name out of its group and detaches it, once nothing lies on it, so that a new one is made.")]
public class ReleaseDeletedImage : Rule
{
    public override void Define()
    {
        PoolDisk disk = default!;
        LvmGroup group = default!;
        StorageView view = default!;

        When()
            .Match(() => disk,
                d => d.IsDeleted,
                d => d.Content == DiskContent.PhysicalVolume || d.Content == DiskContent.Blank)
            .Match(() => group,
                g => g.Name == disk.Pool,
                g => !g.IsMoving && g.MissingDisks == 0)
            .Not<LvmDisk>(l => l.Device == disk.Device, l => l.IsUsed || (l.Group != "" && l.Group != disk.Pool))
            .Not<LvmBlindness>(b => b.Devices.Contains(disk.Device))
            .Match(() => view);

        Then()
            .Do(ctx => ctx.Act(new ReleaseImage(disk.Pool, disk.Path, disk.Device, $"{disk.Path} was deleted, and nothing lies on {disk.Device}")));
    }
}
