/// <summary>A volume that is smaller than it should be at least is grown to exactly that, whatever is in use.</summary>
[Name("Grow a volume to its least size")]
[Description("Grows a volume that is smaller than the settings want it at least, once its pool has the room.")]
public class GrowVolumeToItsLeastSize : Rule
{
    public override void Define()
    {
        VolumePolicy policy = default!;
        Volume volume = default!;

        When()
            .Match(() => policy, p => p.AtLeast > Bytes.Zero)
            .Match(() => volume,
                v => v.Name == policy.Volume,
                v => v.IsBelowLeast(policy),
                v => v.Room >= policy.AtLeast - v.DeviceSize,
                v => !v.IsReadOnly,
                v => !v.IsGrowing)
            // While its extents move to other disks LVM does not extend it.
            .Not<LvmVolume>(l => l.Name == volume.Storage, l => l.IsLocked)
            // A disk that is about to be emptied and labelled anew would be given more to move.
            .Not<LvmDisk>(d => volume.Storage.StartsWith(d.Group + "/"), d => d.IsMisaligned && d.ElsewhereGrowable >= d.Used);

        Then()
            .Do(ctx => ctx.Act(new GrowVolume(volume.Name, policy.AtLeast, $"it has {volume.DeviceSize}, and at least {policy.AtLeast} are wanted")));
    }
}
