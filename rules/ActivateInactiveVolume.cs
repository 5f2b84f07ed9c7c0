/// <summary>A volume that is not active is activated; never in parts. That it would not be after a boot can wait until it is mounted, as a service does for that.</summary>
[Name("Activate a volume")]
[Description("Activates a logical volume that the settings want mounted, unless a disk of its group is missing.")]
public class ActivateInactiveVolume : Rule
{
    public override void Define()
    {
        MountState mount = default!;
        LvmVolume volume = default!;
        LvmGroup group = default!;
        StorageView view = default!;

        When()
            .Match(() => mount, m => m.LogicalVolume != "")
            .Match(() => volume,
                v => v.Name == mount.LogicalVolume,
                v => !v.IsActive || (v.SkipsActivation && mount.IsWanted))
            .Match(() => group,
                g => g.Name == volume.Group,
                g => g.MissingDisks == 0)
            .Not<PoolDisk>(d => d.Pool == volume.Group, d => d.IsReadOnly)
            .Match(() => view);

        Then()
            .Do(ctx => ctx.Act(volume.IsActive
                ? new ActivateVolume(mount.Path, volume.Name, $"{volume.Name} would not be active after a boot") { AtBoot = true }
                : new ActivateVolume(mount.Path, volume.Name, $"{volume.Name} is not active")));
    }
}
