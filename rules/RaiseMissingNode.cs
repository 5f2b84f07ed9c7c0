/// <summary>An active volume whose node is gone cannot be mounted by its name; whoever has it open goes on.</summary>
[Name("Raise a missing node")]
[Description("Raises an alarm when the volume of a wanted mount is active and its device node is not there.")]
public class RaiseMissingNode : Rule
{
    public override void Define()
    {
        MountState mount = default!;
        LvmVolume volume = default!;

        When()
            .Match(() => mount, m => m.LogicalVolume != "" && !m.HasDevice)
            .Match(() => volume,
                v => v.Name == mount.LogicalVolume,
                v => v.IsActive)
            // A volume that has just been activated is told of before its node is.
            .HeldFor(2.Seconds());

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm("no-node:" + mount.Path, Severity.Critical, $"{volume.Name} is active, and the node of its device, which belongs on {mount.Path}, is not there. Make it anew: vgscan --mknodes")))
            .Undo(ctx => ctx.Act(new ClearAlarm("no-node:" + mount.Path, "it is there, or the volume is not active")));
    }
}
