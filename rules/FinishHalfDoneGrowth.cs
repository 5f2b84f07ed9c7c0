/// <summary>Storage that is larger than the filesystem on it was left by a growth that did not end: only the filesystem is grown.</summary>
[Name("Finish a half-done growth")]
[Description("Grows a filesystem that does not use all of its storage, as a growth that was interrupted leaves it.")]
public class FinishHalfDoneGrowth : Rule
{
    public override void Define()
    {
        VolumePolicy policy = default!;
        Volume volume = default!;

        When()
            .Match(() => policy)
            .Match(() => volume,
                v => v.Name == policy.Volume,
                v => v.IsHalfGrown,
                v => !v.IsReadOnly,
                v => !v.IsGrowing);

        Then()
            .Do(ctx => ctx.Act(Finish(volume)));
    }

    private static GrowVolume Finish(Volume volume) => new(
        volume.Name,
        ToAtLeast: volume.DeviceSize,
        Because: $"its storage has {volume.DeviceSize}, its filesystem spans only {volume.FileSystemSize}");
}
