using System.Globalization;
using EventOps.Linux.Processes;
using EventOps.Model;

namespace EventOps.Linux.Lvm;

/// <summary>
/// Runs lvm(8): reads all groups and volumes at once, and extends volumes to absolute sizes. Never through a shell. What changes something is never
/// killed; what only reads is, and there is one of these at a time: one that hangs on a dead disk cannot be ended, and each further one would hang there as well.
/// </summary>
public sealed class LvmTool(LvmOptions? options = null)
{
    private const string GroupFields = "vg_name,vg_uuid,vg_attr,vg_extent_size,vg_extent_count,vg_free_count,vg_missing_pv_count";
    private const string LogicalFields =
        "vg_name,lv_name,lv_uuid,lv_size,lv_path,lv_attr,lv_active,lv_permissions,origin,lv_health_status,data_percent,metadata_percent,lv_metadata_size,pool_lv,lv_skip_activation,copy_percent";
    private const string PhysicalFields = "vg_name,pv_name,pv_uuid,pv_size,pv_free,pv_allocatable,dev_size,pe_start,pv_missing";

    private static readonly (string Setting, LvmHidingKind Kind)[] HidingSettings =
    [
        ("devices/global_filter", LvmHidingKind.Filter), ("devices/filter", LvmHidingKind.Filter), ("devices/use_devicesfile", LvmHidingKind.DevicesFile),
    ];

    /// <summary>LVM ignores filters while a devices file is in use, lvmdevices(8).</summary>
    private static readonly (string Setting, LvmHidingKind Kind)[] HidingSettingsWithDevicesFile = [HidingSettings[2], .. HidingSettings[..2]];

    private readonly LvmOptions options = options ?? new LvmOptions();
    private readonly Lock gate = new();
    private Task last = Task.CompletedTask;
    private CommandResult? hanging;

    /// <summary>Everything lvm knows, from one process, so that the parts fit together.</summary>
    /// <exception cref="CommandException">lvm could not be started.</exception>
    /// <exception cref="LvmOutputException">It was late, failed, or printed no whole report: nothing is known.</exception>
    public async Task<LvmReport> ReportAsync(CancellationToken cancel = default)
    {
        var command = Line(
            "fullreport", "--all", "--reportformat", "json", "--units", "b", "--nosuffix",
            "--configreport", "vg", "-o", GroupFields,
            "--configreport", "lv", "-o", LogicalFields,
            "--configreport", "pv", "-o", PhysicalFields,

            // These two cannot be left out; the least of each.
            "--configreport", "pvseg", "-o", "pvseg_start",
            "--configreport", "seg", "-o", "seg_start");
        return Read(await ReadAsync(command, cancel).ConfigureAwait(false));
    }

    /// <summary>Each device that lvm may use, with a label or without: what a filter rejects is not among them. By a devices file it is not either, to which pvcreate adds it by itself.</summary>
    /// <exception cref="CommandException">lvm could not be started.</exception>
    /// <exception cref="LvmOutputException">It was late, failed, or did not print all.</exception>
    public async Task<IReadOnlySet<string>> UsableAsync(CancellationToken cancel = default)
    {
        // With names alone it tells of those with a label, all or not.
        var result = Whole(await ReadAsync(Line("pvs", "--all", "--noheadings", "-o", "pv_name,pv_size"), cancel).ConfigureAwait(false));
        return result.Output.Text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' ')[0]).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>
    /// Extends a volume to an absolute size, <c>lvextend --size</c>. The exit code decides nothing (5 means both "failed" and
    /// "already that size"): read the report again.
    /// </summary>
    /// <param name="noArchive">Leave out the metadata archive (<c>-An</c>), for when there is none to be had: <see cref="IsForWantOfArchive"/>.</param>
    /// <exception cref="ArgumentException">A name or size that lvm does not allow.</exception>
    /// <exception cref="CommandException">lvm could not be started.</exception>
    public Task<CommandResult> ExtendAsync(string group, string volume, Bytes absoluteSize, bool noArchive = false, CancellationToken cancel = default)
    {
        var command = ExtendCommand(group, volume, absoluteSize);
        string[] archive = noArchive ? ["--autobackup", "n"] : [];
        return RunAsync(Line([command.Program, .. archive, .. command.Arguments]), cancel);
    }

    /// <summary>What <see cref="ExtendAsync"/> runs, for a person.</summary>
    public static CommandLine ExtendCommand(string group, string volume, Bytes absoluteSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(absoluteSize.Value, nameof(absoluteSize));
        var size = string.Create(CultureInfo.InvariantCulture, $"{absoluteSize.Value}b");
        return new CommandLine("lvextend", ["--size", size, "--", $"{LvmName.Check(group)}/{LvmName.Check(volume)}"]);
    }

    /// <summary>
    /// Whether LVM refused a change only because it could not archive the metadata before it (vgcfgbackup(8)): the archive's folder is on a full
    /// filesystem, or on one that is read-only. A full or broken machine is the very one to be mended.
    /// </summary>
    public static bool IsForWantOfArchive(CommandResult result) => !result.IsSuccess
        && (result.Error.Text.Contains("/archive", StringComparison.Ordinal) || result.Error.Text.Contains("Cannot archive", StringComparison.Ordinal));

    /// <summary>What in LVM's configuration can hide disks from it, as lvmconfig(8) tells: a filter, or a devices file.</summary>
    /// <exception cref="CommandException">lvm could not be started.</exception>
    /// <exception cref="LvmOutputException">A command that reads hangs.</exception>
    public async Task<LvmHidingKind> HidingAsync(CancellationToken cancel = default)
    {
        var folder = Path.Combine(options.Run.Environment.GetValueOrDefault("LVM_SYSTEM_DIR", "/etc/lvm"), "devices");
        var hasFile = Directory.Exists(folder) && Directory.EnumerateFiles(folder).Any();
        foreach (var (setting, kind) in hasFile ? HidingSettingsWithDevicesFile : HidingSettings)
        {
            // Merged: else it tells of what --config says, and of nothing in the files.
            var result = await ReadAsync(Line("lvmconfig", "--mergedconfig", setting), cancel).ConfigureAwait(false);
            if (result.IsSuccess && result.Output.Text.Trim() is { Length: > 0 } text && !text.EndsWith("=0", StringComparison.Ordinal))
            {
                return kind;
            }
        }

        return LvmHidingKind.None;
    }

    /// <summary>Runs one command that changes something. The exit code decides nothing: read the report again.</summary>
    /// <param name="command">Such as <c>pvresize</c>.</param>
    /// <param name="arguments">Its options and, after <c>--</c>, what it works on.</param>
    /// <param name="limit">For a command that rightly takes long, such as pvmove; null for the limit of all.</param>
    /// <exception cref="CommandException">lvm could not be started.</exception>
    public Task<CommandResult> ChangeAsync(string command, IReadOnlyList<string> arguments, TimeSpan? limit = null, CancellationToken cancel = default) =>
        RunAsync(Line([command, .. arguments]), cancel, limit);

    private CommandLine Line(params string[] arguments)
    {
        string[] config = options.Config.Length == 0 ? [] : ["--config", options.Config];
        return new CommandLine(options.Program, [arguments[0], .. config, .. arguments[1..]]);
    }

    /// <summary>Takes its turn. Whoever is before it ends within its time limit.</summary>
    private Task<CommandResult> ReadAsync(CommandLine command, CancellationToken cancel)
    {
        lock (gate)
        {
            var turn = ReadAfterAsync(last, command, cancel);
            last = turn;
            return turn;
        }
    }

    private async Task<CommandResult> ReadAfterAsync(Task before, CommandLine command, CancellationToken cancel)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancel.ThrowIfCancellationRequested();
        if (hanging is { EventualExit.IsCompleted: false } other)
        {
            throw new LvmOutputException(command.ToString(), $"no other is started while process {other.Pid} hangs, which was to end and does not: {other.Command.Arguments[0]}", "", "");
        }

        var result = await RunAsync(command, cancel, mayBeKilled: true).ConfigureAwait(false);
        hanging = result.Ending is CommandEnding.TimedOutAndAbandoned ? result : null;
        return result;
    }

    private Task<CommandResult> RunAsync(CommandLine command, CancellationToken cancel, TimeSpan? limit = null, bool mayBeKilled = false)
    {
        var environment = new Dictionary<string, string>(options.Run.Environment) { ["LVM_SUPPRESS_FD_WARNINGS"] = "1" };
        return Command.RunAsync(command, options.Run with { MayBeKilled = mayBeKilled, Environment = environment, TimeLimit = limit ?? options.Run.TimeLimit }, cancel);
    }

    private static LvmReport Read(CommandResult result) => LvmParser.Parse(result.Command.ToString(), Whole(result).Output.Bytes.Span, result.Error.Text);

    private static CommandResult Whole(CommandResult result)
    {
        var text = result.Command.ToString();
        var problem = result switch
        {
            { Ending: CommandEnding.TimedOutAndAbandoned } => $"it still runs as pid {result.Pid} after {Duration.Format(result.Took)}",
            { Ending: CommandEnding.TimedOutAndReaped } => $"it was stopped after {Duration.Format(result.Took)} ({result.Status})",
            { IsSuccess: false } => result.Status.ToString()!,
            { Output.Dropped: > 0 } => $"it printed {result.Output.Dropped} bytes more than are kept",
            _ => "",
        };
        return problem.Length == 0
            ? result
            : throw new LvmOutputException(text, problem, LvmParser.Printable(result.Output.Bytes.Span), LvmParser.Printable(result.Error.Bytes.Span));
    }
}
