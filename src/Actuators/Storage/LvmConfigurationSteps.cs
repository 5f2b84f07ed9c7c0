using System.Globalization;
using System.Text.RegularExpressions;
using EventOps.Model;

namespace EventOps.Actuators.Storage;

/// <summary>Has LVM see disks that its configuration hides: a devices file gets them added, a filter is taken out, the file as it was kept beside it.</summary>
internal static partial class LvmConfigurationSteps
{
    private const string Path = "/etc/lvm/lvm.conf";

    public static StateStep Show(LvmHand lvm, ShowDisks wanted) => wanted.HiddenBy is LvmHiding.DevicesFile
        ? new StateStep(
            $"add {string.Join(" and ", wanted.Devices)} to LVM's devices file (lvmdevices --adddev DEVICE)",
            c => LookAsync(lvm, wanted, c),
            async c =>
            {
                foreach (var device in wanted.Devices)
                {
                    // By lvm itself: not every distribution has a program of this name.
                    await lvm.ChangeAsync(null, "lvmdevices", ["--yes", "--adddev", device], c);
                }
            })
        : Unfilter(lvm, wanted);

    private static StateStep Unfilter(LvmHand lvm, ShowDisks wanted)
    {
        string? before = null;
        return new StateStep(
            $"take the filters that hide {string.Join(" and ", wanted.Devices)} out of {Path}",
            c => LookAsync(lvm, wanted, c),
            async c =>
            {
                before = await File.ReadAllTextAsync(Path, c);
                var stamp = TimeProvider.System.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture);
                await File.WriteAllTextAsync($"{Path}.{stamp}", before, c);
                await WriteAsync(Without(before), c);
            },
            c => before is null ? Task.CompletedTask : WriteAsync(before, c));
    }

    /// <summary>The settings filter and global_filter, on a line of their own or within braces, with one-line lists.</summary>
    internal static string Without(string configuration) => string.Join('\n', configuration.Split('\n').Select(line =>
        line.TrimStart().StartsWith('#') ? line : Filter().Replace(line, "")));

    private static async Task WriteAsync(string text, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(Path + ".eventops", text, cancellationToken);
        File.SetUnixFileMode(Path + ".eventops", File.GetUnixFileMode(Path));
        File.Move(Path + ".eventops", Path, overwrite: true);
    }

    private static async ValueTask<StepState> LookAsync(LvmHand lvm, ShowDisks wanted, CancellationToken cancellationToken)
    {
        var report = await lvm.ReadAsync(cancellationToken);
        var seen = report.Groups.SelectMany(g => g.PhysicalVolumes).Concat(report.Unused).Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        var hidden = wanted.Devices.Where(d => !seen.Contains(d)).ToList();
        return new StepState(hidden.Count == 0 ? "seen" : $"hidden: {string.Join(", ", hidden)}", hidden.Count == 0);
    }

    [GeneratedRegex("""\b(?:global_)?filter\s*=\s*(?:\[[^\]]*\]|"[^"]*")""")]
    private static partial Regex Filter();
}
