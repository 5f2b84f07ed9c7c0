using System.Runtime.InteropServices;
using EventOps.Linux.Native;
using Spectre.Console;

namespace EventOps.Lab.Growth;

/// <summary>The demonstration from start to end: what it makes it takes away, however it ends.</summary>
internal static class Demonstration
{
    private static readonly PosixSignal[] Ends = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(GrowthOptions options)
    {
        using var end = new CancellationTokenSource();
        var signal = 0;
        var registrations = Ends.Select(s => PosixSignalRegistration.Create(s, context =>
        {
            context.Cancel = true;
            Interlocked.CompareExchange(ref signal, Number(s), 0);
            end.Cancel();
        })).ToList();
        try
        {
            var screen = ScreenFor(options);
            var summary = await new Run(options, screen).ShowAsync(end.Token);
            screen.Close(summary);
            if (options.Json)
            {
                Console.WriteLine(SummaryJson.Write(summary));
            }

            return summary.IsGood ? ExitCode.Success : ExitCode.Failed;
        }
        catch (Exception) when (end.IsCancellationRequested)
        {
            // Whatever broke did so because all was told to end: mkfs on a terminal hears Ctrl-C as well.
            await Console.Error.WriteLineAsync("run: interrupted; everything it made is removed");
            return ExitCode.OfSignal(signal);
        }
        catch (MissingException e)
        {
            await Console.Error.WriteLineAsync($"run: {e.Message}");
            return ExitCode.Missing;
        }
        catch (Exception e) when (e is InvalidOperationException or LinuxException or IOException or TimeoutException)
        {
            await Console.Error.WriteLineAsync($"run: {e.Message}");
            return ExitCode.Failed;
        }
        finally
        {
            registrations.ForEach(r => r.Dispose());
        }
    }

    private static IScreen ScreenFor(GrowthOptions options)
    {
        if (options.Json)
        {
            return new PlainScreen(Console.Error);
        }

        var isTerminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
        return isTerminal ? new LiveScreen(AnsiConsole.Console) : new PlainScreen(Console.Out);
    }

    private static int Number(PosixSignal signal) => signal switch
    {
        PosixSignal.SIGHUP => 1,
        PosixSignal.SIGINT => 2,
        _ => 15,
    };
}
