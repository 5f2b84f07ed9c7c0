/// <summary>A device that is not there cannot be mounted.</summary>
[Name("Raise a missing device")]
[Description("Raises an alarm when the device of a wanted mount, which is no logical volume, is not there.")]
public class RaiseMissingDevice : Rule
{
    public override void Define()
    {
        MountPolicy policy = default!;
        MountState mount = default!;

        When()
            .Match(() => policy, p => p.LogicalVolume == "")
            .Match(() => mount,
                m => m.Path == policy.Path,
                m => !m.HasDevice);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm("no-device:" + mount.Path, Severity.Critical, $"there is no {policy.Device}, which belongs on {mount.Path}. See whether it is connected or has another name now: lsblk -f")))
            .Undo(ctx => ctx.Act(new ClearAlarm("no-device:" + mount.Path, "it is there")));
    }
}
