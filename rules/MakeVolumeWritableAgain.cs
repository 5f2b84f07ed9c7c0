/// <summary>A volume that is read-only in its metadata cannot be mounted to be written: this comes before any remount.</summary>
[Name("Make a volume writable")]
[Description("Makes a logical volume writable whose metadata say that it is read-only.")]
public class MakeVolumeWritableAgain : Rule
{
    public override void Define()
    {
        MountPolicy policy = default!;
        MountState mount = default!;
        LvmVolume volume = default!;
        StorageView view = default!;

        When()
            .Match(() => policy, p => !p.IsReadOnly)
            .Match(() => mount,
                m => m.Path == policy.Path,
                m => m.LogicalVolume != "")
            .Match(() => volume,
                v => v.Name == mount.LogicalVolume,
                v => !v.IsWritable)
            .Match(() => view);

        Then()
            .Do(ctx => ctx.Act(new MakeVolumeWritable(mount.Path, volume.Name, $"{volume.Name} is read-only in its metadata")));
    }
}
