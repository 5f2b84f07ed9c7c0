/// <summary>Something else with files in it is mounted where the wanted device belongs: what is written goes there.</summary>
[Name("Raise a wrong mount")]
[Description("Raises an alarm when something with files in it is mounted where the wanted device should be.")]
public class RaiseWrongMount : Rule
{
    public override void Define()
    {
        MountPolicy policy = default!;
        MountState mount = default!;

        When()
            .Match(() => policy)
            .Match(() => mount,
                m => m.Path == policy.Path,
                m => m.IsMounted && !m.IsWanted && !m.CoverIsEmpty);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm("wrong-mount:" + mount.Path, Severity.Critical, $"{mount.Source} is mounted on {mount.Path} and holds files, in place of {policy.Device}. Move them away, then: umount {mount.Path}. Risk: what uses them stops")))
            .Undo(ctx => ctx.Act(new ClearAlarm("wrong-mount:" + mount.Path, "the wanted device is mounted")));
    }
}
