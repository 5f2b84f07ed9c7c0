/// <summary>A mount that is read-only although nothing is wrong with its filesystem is remounted. After an error it is left alone: see the alarm.</summary>
[Name("Remount read-write")]
[Description("Remounts read-write what was remounted read-only, when its filesystem has met no errors.")]
public class RemountReadOnlyMount : Rule
{
    public override void Define()
    {
        MountPolicy policy = default!;
        MountState mount = default!;
        StorageView view = default!;

        When()
            .Match(() => policy, p => !p.IsReadOnly)
            .Match(() => mount,
                m => m.Path == policy.Path,
                m => m.IsWanted && m.IsReadOnly,
                m => m.Errors == 0 && !m.IsDeviceReadOnly && !m.IsSuspended)
            .Not<LvmVolume>(v => v.Name == mount.LogicalVolume, v => !v.IsWritable)
            .Match(() => view);

        Then()
            .Do(ctx => ctx.Act(new RemountWritable(mount.Path, $"{mount.Path} is read-only, and its filesystem has met no errors")));
    }
}
