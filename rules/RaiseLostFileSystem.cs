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
            .Do(ctx => ctx.Act(new RaiseAlarm("filesystem:" + mount.Path, Severity.Critical, $"{policy.Device} should hold {policy.FileSystem}, and {(mount.FileSystem == "" ? "no filesystem that is known" : mount.FileSystem)} is found. If its superblock was overwritten: e2fsck -b 32768 {policy.Device} on the unmounted device. Risk: e2fsck changes it; take an image first. Do not run mkfs")))
            .Undo(ctx => ctx.Act(new ClearAlarm("filesystem:" + mount.Path, "the expected filesystem is found")));
    }
}
