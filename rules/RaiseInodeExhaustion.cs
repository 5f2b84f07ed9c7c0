/// <summary>Inodes that growth cannot bring back are a matter for a person: the alarm says so, and stands until they are free again.</summary>
[Name("Raise inode exhaustion")]
[Description("Raises an alarm when a volume runs short of inodes and growing it up to its ceiling would not help.")]
public class RaiseInodeExhaustion : Rule
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
                v => !v.GrowthCuresInodes(policy));

        // Each reading matches anew; once said, it stands.
        Filter()
            .OnChange(() => volume.Name);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm(
                "inodes:" + volume.Name,
                Severity.Critical,
                $"{volume.Name} is out of inodes before it is out of space, and growing it would not help: remove files, or make it anew with more inodes")))
            .Undo(ctx => ctx.Act(new ClearAlarm("inodes:" + volume.Name, "inodes are free again")));
    }
}
