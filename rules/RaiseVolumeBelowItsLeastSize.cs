/// <summary>A volume that is smaller than it should be and has not the room to become so large.</summary>
[Name("Raise a volume below its least size")]
[Description("Raises an alarm when a volume is smaller than the settings want it at least, and its pool has not the room for it.")]
public class RaiseVolumeBelowItsLeastSize : Rule
{
    public override void Define()
    {
        VolumePolicy policy = default!;
        Volume volume = default!;

        When()
            .Match(() => policy, p => p.AtLeast > Bytes.Zero)
            .Match(() => volume,
                v => v.Name == policy.Volume,
                v => v.IsBelowLeast(policy) && !v.IsGrowing,
                v => v.IsRoomKnown && v.Room < policy.AtLeast - v.DeviceSize);

        // Each reading matches anew; it is said once for each size and room.
        Filter()
            .OnChange(() => volume.DeviceSize, () => volume.Room);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm("least-size:" + volume.Name, Severity.Warning, $"{volume.Name} has {volume.DeviceSize}, at least {policy.AtLeast} are wanted, and there is room for {volume.Room} more. Add a disk to its group, free room in it, or lower at-least or reserve")))
            .Undo(ctx => ctx.Act(new ClearAlarm("least-size:" + volume.Name, "it is large enough, or has the room")));
    }
}
