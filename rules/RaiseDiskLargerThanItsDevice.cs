/// <summary>What LVM has placed beyond the end of a device can be neither read nor written.</summary>
[Name("Raise a disk larger than its device")]
[Description("Raises an alarm when LVM uses more of a disk than its device has, and the settings do not tell how large it should be.")]
public class RaiseDiskLargerThanItsDevice : Rule
{
    public override void Define()
    {
        PoolDisk disk = default!;
        LvmDisk labelled = default!;

        When()
            // One that is shorter than the settings want it is lengthened, or told of as one without room.
            .Match(() => disk,
                d => d.IsAttached && !d.IsDeleted,
                d => !d.IsImage || d.Size >= d.WantedSize)
            .Match(() => labelled,
                l => l.Device == disk.Device,
                // Of one in no group LVM calls the whole device its size.
                l => l.Group != "" && l.IsLargerThanDevice)
            // LVM tells of a device that has just been lengthened later than the device does.
            .HeldFor(2.Seconds());

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm("short-disk:" + disk.Path, Severity.Critical, $"LVM uses {labelled.Start + labelled.Size} of {disk.Device}, which has {labelled.DeviceSize}: what lies beyond its end cannot be read or written. {Cure(disk, labelled)}. Do not pvresize it: that would give up what lies there")))
            .Undo(ctx => ctx.Act(new ClearAlarm("short-disk:" + disk.Path, "its device is large enough")));
    }

    private static string Cure(PoolDisk disk, LvmDisk labelled) => disk.IsImage
        ? $"Give the image its length back: fallocate -l {(labelled.Start + labelled.Size).Value} {disk.Path}; losetup --set-capacity {disk.Device}; and set image-size to what it was"
        : $"Give {disk.Path} its size back where it comes from";
}
