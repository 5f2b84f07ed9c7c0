/// <summary>A volume that runs out of inodes while bytes are free gets larger, if that brings inodes.</summary>
[Name("Grow a volume for inodes")]
[Description("Grows a volume that runs short of inodes, where growing brings enough of them below the ceiling.")]
public class GrowVolumeForInodes : Rule
{
    public override void Define()
    {
        VolumePolicy policy = default!;
        Volume volume = default!;

        When()
            .Match(() => policy)
            .Match(() => volume,
                v => v.Name == policy.Volume,
                v => v.IsShortOfInodes(policy),
                v => v.GrowthCuresInodes(policy),
                v => !v.IsOver(policy),
                v => !v.IsAtCeiling(policy),
                v => !v.IsGrowing)
            // While its extents move to other disks LVM does not extend it.
            .Not<LvmVolume>(l => l.Name == volume.Storage, l => l.IsLocked);

        Then()
            .Do(ctx => ctx.Act(Grow(volume, policy)));
    }

    private static GrowVolume Grow(Volume volume, VolumePolicy policy) => new(
        volume.Name,
        ToAtLeast: volume.NextSize(policy),
        Because: $"{volume.InodesUsedShare} of its {volume.Inodes} inodes in use");
}
