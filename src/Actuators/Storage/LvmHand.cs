using System.Globalization;
using EventOps.Linux.Lvm;
using EventOps.Linux.Processes;

namespace EventOps.Actuators.Storage;

/// <summary>Changes what LVM looks after: the metadata saved before, the command, and every ending of it told apart.</summary>
/// <param name="saves">The folder for metadata from before each change; outside of LVM's own, which may be full.</param>
internal sealed class LvmHand(LvmTool lvm, string saves)
{
    private const int Kept = 50;

    /// <summary>A move may rightly take hours.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromDays(1);

    public Task<LvmReport> ReadAsync(CancellationToken cancellationToken) => lvm.ReportAsync(cancellationToken);

    /// <summary>One command as a step, with its command line in what it does.</summary>
    /// <param name="group">Whose metadata is saved before; null when it has none yet.</param>
    /// <param name="state">What a report says of it.</param>
    public StateStep Step(string what, string? group, Func<LvmReport, StepState> state, string command, params string[] arguments) => new(
        $"{what} ({new CommandLine(command, arguments)})",
        async c => state(await ReadAsync(c)),
        c => ChangeAsync(group, command, arguments, c))
    {
        // Interrupted, the same command goes on.
        OutlivesDaemon = command is "pvmove",
    };

    /// <exception cref="AbandonedException">It still runs.</exception>
    /// <exception cref="IOException">It failed, in its own words.</exception>
    public async Task ChangeAsync(string? group, string command, string[] arguments, CancellationToken cancellationToken)
    {
        if (group is not null)
        {
            await SaveAsync(group, cancellationToken);
        }

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

    /// <summary>A failure to save is no reason to leave a broken machine broken: LVM keeps its own archive as well.</summary>
    private async Task SaveAsync(string group, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(saves);
            var stamp = TimeProvider.System.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture);
            await lvm.ChangeAsync("vgcfgbackup", ["--file", Path.Combine(saves, $"{group}.{stamp}.vg"), "--", group], null, cancellationToken);
            foreach (var old in Directory.GetFiles(saves, "*.vg").Order(StringComparer.Ordinal).SkipLast(Kept))
            {
                File.Delete(old);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
