using System.Text;
using EventOps.Model;

namespace EventOps.Actuators.Storage;

/// <summary>Steps that write a unit of systemd(1) and have it begin at a boot. systemd reads it then; it need not run now.</summary>
internal static class BootUnitSteps
{
    public static StateStep[] Write(WriteBootUnit wanted, string folder = "/etc/systemd/system")
    {
        var file = Path.Combine(folder, wanted.Unit);
        var link = Path.Combine(folder, "local-fs.target.wants", wanted.Unit);
        return
        [
            StateStep.Remembering(
                $"write {file}",
                () => File.Exists(file) && File.ReadAllText(file) == wanted.Text ? new StepState("as it should be", true)
                    : new StepState(File.Exists(file) ? "otherwise" : "not there", false),
                () => File.Exists(file) ? File.ReadAllBytes(file) : null,
                () =>
                {
                    Directory.CreateDirectory(folder);
                    ConfigurationFile.Write(file, Encoding.UTF8.GetBytes(wanted.Text));
                },
                before =>
                {
                    if (before is null)
                    {
                        File.Delete(file);
                    }
                    else
                    {
                        ConfigurationFile.Write(file, before);
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
}
