using EventOps.Host.Control;

namespace EventOps.Host.Commands;

/// <summary>Asks the daemon of some settings over its socket, for a command.</summary>
internal static class RunningDaemon
{
    /// <param name="ask">Given the folder of its socket.</param>
    /// <returns>The exit code; why there is no answer has been printed.</returns>
    public static async Task<int> AskAsync(string settingsPath, Func<string, Task<int>> ask)
    {
        if (UsableSettings.Read(settingsPath) is not { } settings)
        {
            return ExitCodes.BadSettings;
        }

        try
        {
            return await ask(settings.RuntimeFolder);
        }
        catch (ControlException e)
        {
            await Console.Error.WriteLineAsync($"eventops: {e.Message}");
            return e.ExitCode;
        }
    }
}
