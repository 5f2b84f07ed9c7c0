using System.Diagnostics;
using System.Globalization;

namespace EventOps.Replay.Tests;

/// <summary>What <c>eventops</c> printed, and how it ended.</summary>
internal sealed record EventOpsRun(int ExitCode, string Output, string Error)
{
    private static string Program => Path.Combine(AppContext.BaseDirectory, "eventops");

    public static async Task<EventOpsRun> Of(params string[] arguments) => await In([], arguments);

    public static async Task<EventOpsRun> In(Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new EventOpsRun(process.ExitCode, await output, await error);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"exit code {ExitCode}\n{Output}\n{Error}");
}
