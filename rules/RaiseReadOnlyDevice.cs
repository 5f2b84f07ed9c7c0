/// <summary>A device that refuses writes while LVM calls its volume writable was made so by hand: writes are lost when they reach it.</summary>
[Name("Raise a read-only device")]
[Description("Raises an alarm when the device of a mount that should be writable refuses writes, though its volume and disks do not.")]
public class RaiseReadOnlyDevice : Rule
{
    public override void Define()
    {
        MountPolicy policy = default!;
        MountState mount = default!;

        When()
            .Match(() => policy, p => !p.IsReadOnly)
            .Match(() => mount,
                m => m.Path == policy.Path,
                m => m.IsDeviceReadOnly)
            .Not<LvmVolume>(v => v.Name == mount.LogicalVolume, v => !v.IsWritable)
            .Not<PoolDisk>(d => mount.LogicalVolume.StartsWith(d.Pool + "/"), d => d.IsReadOnly)
            // A volume that has just been made writable is told of before its device is.
            .HeldFor(2.Seconds());

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm("read-only-device:" + mount.Path, Severity.Critical, $"{policy.Device} refuses writes, and {mount.Path} is to be written. See why: dmesg. If it was made so by hand: blockdev --setrw {policy.Device}; mount -o remount,rw {mount.Path}")))
            .Undo(ctx => ctx.Act(new ClearAlarm("read-only-device:" + mount.Path, "it can be written")));
    }
}
