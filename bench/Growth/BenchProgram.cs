using System.CommandLine;
using System.Globalization;

namespace EventOps.Bench.Growth;

/// <summary>The command line of a program that measures a published daemon: a command for each benchmark, and options that all of them share.</summary>
internal static class BenchProgram
{
    /// <param name="own">Options beside the common ones.</param>
    /// <param name="read">Makes the benchmarks' options of the daemon, its rules, the number of runs (null for the benchmark's own), and what else was given.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync<T>(
        string[] args, string description, IReadOnlyList<Option> own, Func<string, string, int?, ParseResult, T> read, IReadOnlyList<Benchmark<T>> benchmarks)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var program = new Option<string>("--eventops") { Required = true, Description = "The published daemon" };
        var rules = new Option<string>("--rules") { Required = true, Description = "The folder with its rules" };
        var runs = new Option<int?>("--runs") { Description = "How often; each benchmark has a number of its own" };
        var json = new Option<bool>("--json") { Description = "The figures as JSON on standard output" };
        var root = new RootCommand(description);
        foreach (var benchmark in benchmarks)
        {
            var command = new Command(benchmark.Name, benchmark.Description);
            command.SetAction(async (parsed, cancellationToken) =>
            {
                var report = new Report(benchmark.Name, parsed.GetValue(json));
                await benchmark.RunAsync(read(parsed.GetValue(program)!, parsed.GetValue(rules)!, parsed.GetValue(runs), parsed), report, cancellationToken);
                return report.Finish();
            });
            root.Subcommands.Add(command);
        }

        foreach (var option in (Option[])[program, rules, runs, .. own, json])
        {
            option.Recursive = true;
            root.Options.Add(option);
        }

        return root.Parse(args).InvokeAsync();
    }
}

/// <param name="Name">Of its command.</param>
internal sealed record Benchmark<T>(string Name, string Description, Func<T, Report, CancellationToken, Task> RunAsync);
