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
