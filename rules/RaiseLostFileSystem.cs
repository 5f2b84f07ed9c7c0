/// <summary>A device that does not hold the filesystem that is expected is not mounted, and nothing is made anew on it.</summary>
[Name("Raise a lost filesystem")]
[Description("Raises an alarm when the wanted device holds no filesystem, or another one than expected.")]
public class RaiseLostFileSystem : Rule
{
    public override void Define()
    {
        MountPolicy policy = default!;
        MountState mount = default!;

        When()
            .Match(() => policy)
            .Match(() => mount,
                m => m.Path == policy.Path,
                m => m.HasDevice && !m.IsSuspended,
                m => m.FileSystem != policy.FileSystem);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm("filesystem:" + mount.Path, Severity.Critical, $"{policy.Device} should hold {policy.FileSystem}, and {(mount.FileSystem == "" ? "no filesystem that is known" : mount.FileSystem)} is found. {Cure(policy)}. Take an image of the device first, and do not run mkfs")))
            .Undo(ctx => ctx.Act(new ClearAlarm("filesystem:" + mount.Path, "the expected filesystem is found")));
    }

    private static string Cure(MountPolicy policy) => policy.FileSystem switch
    {
        "ext4" => $"If its superblock was overwritten, and the device is not mounted: mke2fs -n {policy.Device} writes nothing and tells where the others lie (made with -b SIZE: with that too), 32768 with blocks of 4 KiB, 8193 with blocks of 1 KiB; e2fsck -b WHERE {policy.Device}. Risk: e2fsck changes it",
        "xfs" => $"If its superblock was overwritten, and the device is not mounted: xfs_repair -n {policy.Device} changes nothing and tells what it would do; xfs_repair {policy.Device}. Risk: it changes it",
        _ => $"If its superblock was overwritten, and the device is not mounted: btrfs rescue super-recover -v {policy.Device}. Risk: it changes it",
    };
}
