/// <summary>A filesystem that has met errors can only be checked while it is not mounted: what it takes is proposed, and done after a yes.</summary>
[Name("Propose a filesystem check")]
[Description("Proposes to check a filesystem that has met errors; it is done only after an operator's yes.")]
public class ProposeFileSystemCheck : Rule
{
    public override void Define()
    {
        MountPolicy policy = default!;
        MountState mount = default!;
        StorageView view = default!;

        When()
            .Match(() => policy, p => p.FileSystem == "ext4")
            .Match(() => mount,
                m => m.Path == policy.Path,
                m => m.IsWanted && m.Errors > 0,
                m => !m.IsSuspended && !m.IsDeviceReadOnly)
            .Match(() => view);

        Then()
            .Do(ctx => ctx.Act(new CheckFileSystem(policy.Path, policy.Device, policy.FileSystem, policy.Options, $"the filesystem on {mount.Path} has met {mount.Errors.Counted("error")}")));
    }
}
