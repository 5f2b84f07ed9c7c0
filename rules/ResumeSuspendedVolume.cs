/// <summary>A device that was left suspended holds back all who write to it.</summary>
[Name("Resume a suspended volume")]
[Description("Resumes a device that was left suspended, when no LVM command is at work.")]
public class ResumeSuspendedVolume : Rule
{
    public override void Define()
    {
        MountState mount = default!;
        StorageView view = default!;

        When()
            .Match(() => mount, m => m.IsSuspended && m.LogicalVolume != "")
            .Match(() => view);

        Then()
            .Do(ctx => ctx.Act(new ResumeVolume(mount.Path, mount.LogicalVolume, $"{mount.LogicalVolume} is suspended, and whoever writes to {mount.Path} hangs")));
    }
}
