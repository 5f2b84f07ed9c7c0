using EventOps.Host.Replay;
using EventOps.Linux.Processes;

namespace EventOps.Host.Commands;

/// <summary>What keeps a replay from its end, for a command.</summary>
internal static class ReplayFailures
{
    /// <returns>The exit code; a failure has been printed.</returns>
    public static async Task<int> TellAsync(Func<Task<int>> replay)
    {
        try
        {
            return await replay();
        }
        catch (Exception e) when (e is ReplayException or CommandException)
        {
            await Console.Error.WriteLineAsync($"eventops: {e.Message}");
            return ExitCodes.BadData;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"eventops: {e.Message}");
            return ExitCodes.Failed;
        }
    }
}
