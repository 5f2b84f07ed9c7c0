/// <summary>A filesystem that has met errors is not grown or remounted: only a check while it is not mounted can tell what is wrong.</summary>
[Name("Raise filesystem errors")]
[Description("Raises an alarm when a filesystem has met errors, with the commands of a short repair.")]
public class RaiseFileSystemErrors : Rule
{
    public override void Define()
    {
        MountPolicy policy = default!;
        MountState mount = default!;

        When()
            .Match(() => policy)
            .Match(() => mount,
                m => m.Path == policy.Path,
                m => m.Errors > 0);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm("errors:" + mount.Path, Severity.Critical, $"the filesystem on {mount.Path} has met {mount.Errors.Counted("error")}. Plan a short stop: umount {mount.Path}; e2fsck -fp {policy.Device}; mount {mount.Path}. Risk: what uses {mount.Path} stops for as long; e2fsck -p changes only what is safe to change, and says when it needs more. To have it done here: eventops approve check:{mount.Path}")))
            .Undo(ctx => ctx.Act(new ClearAlarm("errors:" + mount.Path, "it was checked")));
    }
}
