using System.Diagnostics;
using System.Text;

namespace EventOps.Vm.Tests;

/// <summary>A program of the build or of the lab, run to its end.</summary>
internal static class Tool
{
    /// <returns>Its exit code, and what it wrote to both streams.</returns>
    public static async Task<(int Code, string Words)> RunAsync(string program, IEnumerable<string> arguments, TimeSpan limit)
    {
        using var process = Start(program, arguments);
        var words = new StringBuilder();
        Collect(process, words);
        using var timer = new CancellationTokenSource(limit);
        try
        {
            await process.WaitForExitAsync(timer.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} took longer than {limit}:\n{Text(words)}");
        }

        return (process.ExitCode, Text(words));
    }

    /// <summary>Runs it until it has written a certain text, then asks it to stop.</summary>
    public static async Task RunUntilAsync(string program, IEnumerable<string> arguments, string text, TimeSpan limit)
    {
        using var process = Start(program, arguments);
        var words = new StringBuilder();
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += Look;
        process.ErrorDataReceived += Look;
        Collect(process, words);
        using var timer = new CancellationTokenSource(limit);
        try
        {
            await Task.WhenAny(seen.Task, process.WaitForExitAsync(timer.Token));
            if (!seen.Task.IsCompletedSuccessfully)
            {
                throw new InvalidOperationException($"{program} did not write '{text}':\n{Text(words)}");
            }

            var (code, _) = await RunAsync("/bin/kill", ["-TERM", $"{process.Id}"], limit);
            Assert.Equal(0, code);
            await process.WaitForExitAsync(timer.Token);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        void Look(object sender, DataReceivedEventArgs line)
        {
            if (line.Data?.Contains(text, StringComparison.Ordinal) == true)
            {
                seen.TrySetResult();
            }
        }
    }

    private static Process Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        return Process.Start(start) ?? throw new InvalidOperationException($"{program} was not started");
    }

    private static void Collect(Process process, StringBuilder words)
    {
        void Add(object sender, DataReceivedEventArgs line)
        {
            lock (words)
            {
                words.AppendLine(line.Data);
            }
        }

        process.OutputDataReceived += Add;
        process.ErrorDataReceived += Add;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private static string Text(StringBuilder words)
    {
        lock (words)
        {
            return words.ToString();
        }
    }
}
