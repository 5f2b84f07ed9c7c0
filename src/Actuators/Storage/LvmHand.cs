using EventOps.Linux.Lvm;
using EventOps.Linux.Processes;

namespace EventOps.Actuators.Storage;

/// <summary>Changes what LVM looks after: the metadata saved before, the command, and every ending of it told apart.</summary>
internal sealed class LvmHand(LvmTool lvm, MetadataSaves saves)
{
    /// <summary>A move may rightly take hours.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromDays(1);

    public Task<LvmReport> ReadAsync(CancellationToken cancellationToken) => lvm.ReportAsync(cancellationToken);

    /// <inheritdoc cref="LvmTool.UsableAsync"/>
    public Task<IReadOnlySet<string>> UsableAsync(CancellationToken cancellationToken) => lvm.UsableAsync(cancellationToken);

    /// <summary>One command as a step, with its command line in what it does.</summary>
    /// <param name="group">Whose metadata is saved before; null when it has none yet. A failure to save is told with the state.</param>
    /// <param name="state">What a report says of it.</param>
    public StateStep Step(string what, string? group, Func<LvmReport, StepState> state, string command, params string[] arguments) =>
        Step(what, group, state, command, arguments, undo: null);

    /// <summary>The same, with the command that takes it back.</summary>
    public StateStep Step(string what, string? group, Func<LvmReport, StepState> state, string command, string[] arguments, CommandLine? undo)
    {
        var unsaved = "";
        return new StateStep(
            $"{what} ({new CommandLine(command, arguments)})",
            async c => state(await ReadAsync(c)) is var now && unsaved.Length == 0 ? now : now with { Now = $"{now.Now}; {unsaved}" },
            async c =>
            {
                unsaved = group is null ? "" : await saves.SaveAsync(group, c);
                await ChangeAsync(command, arguments, c);
            },
            undo is null ? null : c => ChangeAsync(undo.Program, [.. undo.Arguments], c))
        {
            // Interrupted, the same command goes on.
            OutlivesDaemon = command is "pvmove",
        };
    }

    /// <exception cref="AbandonedException">It still runs.</exception>
    /// <exception cref="IOException">It failed, in its own words.</exception>
    public async Task ChangeAsync(string command, string[] arguments, CancellationToken cancellationToken)
    {
        var limit = command is "pvmove" ? Long : (TimeSpan?)null;
        var result = await lvm.ChangeAsync(command, arguments, limit, cancellationToken);
        if (LvmTool.IsForWantOfArchive(result))
        {
            // The metadata is saved elsewhere.
            result = await lvm.ChangeAsync(command, ["--autobackup", "n", .. arguments], limit, cancellationToken);
        }

        if (result.Ending is CommandEnding.TimedOutAndAbandoned)
        {
            throw new AbandonedException(result.ToString());
        }

        if (!result.IsSuccess)
        {
            throw new IOException($"{result}: {result.Error.Text.Trim()}");
        }
    }
}
