using EventOps.Model;

namespace EventOps.Actuators.Storage;

/// <summary>Steps that write a unit of systemd(1) and have it begin at a boot. systemd reads it then; it need not run now.</summary>
internal static class BootUnitSteps
{
    public static StateStep[] Write(WriteBootUnit wanted, string folder = "/etc/systemd/system")
    {
        var file = Path.Combine(folder, wanted.Unit);
        var link = Path.Combine(folder, "local-fs.target.wants", wanted.Unit);
        string? before = null;
        return
        [
            new StateStep(
                $"write {file}",
                () => File.Exists(file) && File.ReadAllText(file) == wanted.Text ? new StepState("as it should be", true)
                    : new StepState(File.Exists(file) ? "otherwise" : "not there", false),
                () =>
                {
                    before = File.Exists(file) ? File.ReadAllText(file) : null;
                    Directory.CreateDirectory(folder);
                    Put(file, wanted.Text);
                },
                () =>
                {
                    if (before is null)
                    {
                        File.Delete(file);
                    }
                    else
                    {
                        Put(file, before);
                    }
                }),
            new StateStep(
                $"have it begin at a boot ({link})",
                () => new FileInfo(link).LinkTarget is { } target ? new StepState(target, target == file) : new StepState("not there", false),
                () =>
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(link)!);
                    File.Delete(link);
                    File.CreateSymbolicLink(link, file);
                }),
        ];
    }

    private static void Put(string file, string text)
    {
        File.WriteAllText(file + ".eventops", text);
        File.SetUnixFileMode(file + ".eventops", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        File.Move(file + ".eventops", file, overwrite: true);
    }
}
