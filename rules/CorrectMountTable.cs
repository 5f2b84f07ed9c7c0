/// <summary>What fstab says comes to pass at the next boot or remount: the one line is corrected, once the device is known to hold the filesystem that is expected.</summary>
[Name("Correct fstab")]
[Description("Corrects the line of fstab for a wanted mount; all other lines stay as they are.")]
public class CorrectMountTable : Rule
{
    public override void Define()
    {
        MountPolicy policy = default!;
        MountState mount = default!;
        StorageView view = default!;

        When()
            .Match(() => policy, p => p.IsInFstab)
            .Match(() => mount,
                m => m.Path == policy.Path,
                m => m.FstabProblem != "",
                m => m.FileSystem == policy.FileSystem)
            .Match(() => view);

        Then()
            .Do(ctx => ctx.Act(new RepairMountTable(policy.Path, policy.Device, policy.FileSystem, policy.Options, $"fstab is wrong about {policy.Path}: {mount.FstabProblem}")));
    }
}
