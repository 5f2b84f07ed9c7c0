/// <summary>
/// A volume that is fuller than its policy allows gets larger: by one step, or by as many as its fill rate calls for.
/// </summary>
[Name("Grow a volume before it fills")]
[Description("Grows a volume that crosses its threshold, by one step or as many as its fill rate calls for, up to its ceiling.")]
public class GrowVolumeBeforeItFills : Rule
{
    public override void Define()
    {
        VolumePolicy policy = default!;
        Volume volume = default!;

        When()
            .Match(() => policy)
            .Match(() => volume,
                v => v.Name == policy.Volume,
                v => v.IsOver(policy),
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
        Because: $"{volume.UsedShare} in use, {volume.Available} left, filling at {volume.FillRate}");
}
