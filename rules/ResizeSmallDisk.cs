/// <summary>A label that claims less than the device has leaves room unused.</summary>
[Name("Use all of a disk")]
[Description("Has a physical volume use all of its device.")]
public class ResizeSmallDisk : Rule
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
                l => l.IsSmallerThanDevice)
            .Match(() => group,
                g => g.Name == disk.Pool,
                g => !g.IsMoving && g.MissingDisks == 0)
            .Match(() => view);

        Then()
            .Do(ctx => ctx.Act(new ResizeDisk(disk.Pool, disk.Device, $"{disk.Device} has {labelled.DeviceSize}, and LVM uses {labelled.Size} of it")));
    }
}
