/// <summary>A disk that is attached and not in its group is added to it.</summary>
[Name("Add a disk to its group")]
[Description("Adds a disk to its volume group, when it is proven blank or a label of LVM without a group.")]
public class AddDiskToGroup : Rule
{
    public override void Define()
    {
        PoolDisk disk = default!;
        LvmGroup group = default!;
        StorageView view = default!;

        When()
            .Match(() => disk,
                d => d.IsAttached && !d.IsReadOnly && !d.IsDeleted && d.Duplicate == "",
                d => d.Size >= d.WantedSize,
                d => d.Content == DiskContent.Blank || d.Content == DiskContent.PhysicalVolume)
            .Match(() => group,
                g => g.Name == disk.Pool,
                g => g.MissingDisks == 0)
            .Not<LvmDisk>(l => l.Device == disk.Device, l => l.Group != "" || l.IsMisaligned)
            .Not<LvmBlindness>(b => b.Devices.Contains(disk.Device))
            .Match(() => view);

        Then()
            .Do(ctx => ctx.Act(new AddDisk(disk.Pool, disk.Device, $"{disk.Device} ({disk.Path}) is not in {disk.Pool}")));
    }
}
