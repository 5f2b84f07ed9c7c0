/// <summary>What was written to a bare mount point, before its volume was mounted over it, takes room and is out of reach.</summary>
[Name("Raise files beneath a mount")]
[Description("Raises an alarm when the folder that a wanted device is mounted on holds files, which the mount hides.")]
public class RaiseFilesBeneathMount : Rule
{
    public override void Define()
    {
        MountState mount = default!;

        When()
            .Match(() => mount, m => m.IsWanted && m.HidesFiles);

        // How full it is, or whether it can be written, is no news of what it hides.
        Filter()
            .OnChange(() => mount.HidesFiles);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm("hidden-files:" + mount.Path, Severity.Notice, $"the folder that {mount.Source} is mounted on holds files, which {mount.Path} hides: written while it was not mounted, they may belong on it. To reach them: mkdir /run/beneath; mount --bind {Above(mount.Path)} /run/beneath; ls -A /run/beneath{Last(mount.Path)}; once they are moved or removed: umount /run/beneath")))
            .Undo(ctx => ctx.Act(new ClearAlarm("hidden-files:" + mount.Path, "there are none any more, or nothing hides them")));
    }

    private static string Last(string path) => path.Substring(path.LastIndexOf('/'));

    private static string Above(string path) => path.LastIndexOf('/') == 0 ? "/" : path.Substring(0, path.LastIndexOf('/'));
}
