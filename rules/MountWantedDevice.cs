/// <summary>What the settings want mounted is mounted, when the filesystem on it is the one that is expected.</summary>
[Name("Mount what is wanted")]
[Description("Mounts the wanted device where nothing is mounted, or something else that is empty.")]
public class MountWantedDevice : Rule
{
    public override void Define()
    {
        MountPolicy policy = default!;
        MountState mount = default!;
        StorageView view = default!;

        When()
            .Match(() => policy)
            .Match(() => mount,
                m => m.Path == policy.Path,
                m => m.HasDevice && !m.IsWanted && !m.IsCovered,
                m => !m.IsMounted || m.CoverIsEmpty,
                m => m.FileSystem == policy.FileSystem && !m.IsSuspended,
                m => policy.IsReadOnly || !m.IsDeviceReadOnly)
            .Match(() => view);

        Then()
            .Do(ctx => ctx.Act(new MountDevice(policy.Path, policy.Device, policy.FileSystem, policy.Options, mount.IsMounted ? $"{mount.Source} is mounted on {policy.Path}, not {policy.Device}" : $"nothing is mounted on {policy.Path}")));
    }
}
