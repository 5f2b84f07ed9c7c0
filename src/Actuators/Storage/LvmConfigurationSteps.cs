using System.Text;
using System.Text.RegularExpressions;
using EventOps.Model;

namespace EventOps.Actuators.Storage;

/// <summary>
/// Has LVM see disks that its configuration hides: a devices file gets them added, a filter gets them accepted before anything else (the first pattern
/// that matches decides, lvm.conf(5)), so that what is hidden on purpose stays hidden. Files as they were are kept.
/// </summary>
internal static partial class LvmConfigurationSteps
{
    private const string DevicesFolder = "/etc/lvm/devices";

    /// <summary>The second overrides the first.</summary>
    private static readonly string[] Files = ["/etc/lvm/lvm.conf", "/etc/lvm/lvmlocal.conf"];

    public static StateStep Show(LvmHand lvm, ShowDisks wanted, string saves)
    {
        var before = new List<(string Path, byte[] Content)>();
        return wanted.HiddenBy is LvmHiding.DevicesFile
            ? new StateStep(
                $"add {string.Join(" and ", wanted.Devices)} to LVM's devices file (lvmdevices --adddev DEVICE)",
                c => LookAsync(lvm, wanted, c),
                async c =>
                {
                    foreach (var path in Directory.Exists(DevicesFolder) ? Directory.GetFiles(DevicesFolder) : [])
                    {
                        Keep(path, await File.ReadAllBytesAsync(path, c));
                    }

                    foreach (var device in wanted.Devices)
                    {
                        // By lvm itself: not every distribution has a program of this name.
                        await lvm.ChangeAsync("lvmdevices", ["--yes", "--adddev", device], c);
                    }
                },
                _ => Run(Undo))
            : new StateStep(
                $"accept {string.Join(" and ", wanted.Devices)} before all else in the filters of {string.Join(" and ", Files.Where(File.Exists))}",
                c => LookAsync(lvm, wanted, c),
                _ => Run(Apply),
                _ => Run(Undo));

        void Apply()
        {
            foreach (var path in Files.Where(File.Exists))
            {
                // Bytes that are not UTF-8 come through unchanged only in Latin-1.
                var content = File.ReadAllBytes(path);
                var text = Encoding.Latin1.GetString(content);
                if (Accepting(text, wanted.Devices) is var accepting && accepting != text)
                {
                    Keep(path, content);
                    ConfigurationFile.Write(path, Encoding.Latin1.GetBytes(accepting));
                }
            }
        }

        void Keep(string path, byte[] content)
        {
            ConfigurationFile.Keep(path, content, saves);
            before.Add((path, content));
        }

        void Undo() => before.ForEach(f => ConfigurationFile.Write(f.Path, f.Content));

        static Task Run(Action action)
        {
            action();
            return Task.CompletedTask;
        }
    }

    /// <summary>With these devices at the head of each filter and global_filter that is not empty; all else stays, byte for byte.</summary>
    internal static string Accepting(string configuration, IReadOnlyList<string> devices)
    {
        var accepted = string.Join(", ", devices.Select(d => $"\"a|^{Literally(d)}$|\""));
        return Token().Replace(configuration, m =>
            m.Groups["list"].Success ? $"{m.Value}{accepted}, "
            : m.Groups["text"] is { Success: true } text ? $"{m.Groups["head"].Value}[{accepted}, {text.Value}]"
            : m.Value);
    }

    /// <summary>As a pattern. In brackets what could mean something else, as a backslash would have to pass two parsers.</summary>
    private static string Literally(string device) => string.Concat(device.Select(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or ':' ? $"{c}" : $"[{c}]"));

    private static async ValueTask<StepState> LookAsync(LvmHand lvm, ShowDisks wanted, CancellationToken cancellationToken)
    {
        var report = await lvm.ReadAsync(cancellationToken);
        var seen = report.Groups.SelectMany(g => g.PhysicalVolumes).Concat(report.Unused).Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        if (!wanted.Devices.All(seen.Contains))
        {
            // One without a label stands in no report.
            seen.UnionWith(await lvm.UsableAsync(cancellationToken));
        }

        var hidden = wanted.Devices.Where(d => !seen.Contains(d)).ToList();
        return new StepState(hidden.Count == 0 ? "seen" : $"hidden: {string.Join(", ", hidden)}", hidden.Count == 0);
    }

    /// <summary>Remarks and texts are passed over, so that what stands in them counts for nothing.</summary>
    [GeneratedRegex("""#[^\n]*|(?<head>\b(?:global_)?filter\s*=\s*)(?:(?<list>\[)(?!\s*\])|(?<text>"(?:[^"\\]|\\.)*"|'[^']*'))|"(?:[^"\\]|\\.)*"|'[^']*'""")]
    private static partial Regex Token();
}
