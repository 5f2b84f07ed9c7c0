using System.CommandLine;
using System.CommandLine.Parsing;
using EventOps.Model;

namespace EventOps.Lab.Growth;

/// <summary>The command line of the demonstration, as <c>./run</c> passes it on.</summary>
internal static class GrowthCommand
{
    private delegate bool Parse<T>(string text, out T value, out string error);

    public static Task<int> RunAsync(string[] args)
    {
        var program = new Option<string>("--program") { Required = true, HelpName = "FILE", Description = "The daemon, as published" };
        var rules = new Option<string>("--rules") { Required = true, HelpName = "FOLDER", Description = "The rule files" };
        var fileSystem = new Option<string>("--fs") { DefaultValueFactory = _ => "xfs", Description = "The filesystem" }.AcceptOnlyFromAmong("xfs", "btrfs");
        var rate = Value<ByteRate>("--rate", "RATE", "Write no faster", ByteRate.TryParse);
        var ceiling = Value<Bytes>("--ceiling", "SIZE", "Never larger than this", Bytes.TryParse);
        var step = Value<Bytes>("--step", "SIZE", "How much larger at a time", Bytes.TryParse);
        var threshold = Value<Percent>("--threshold", "SHARE", "Grow when so much is in use", Percent.TryParse);
        var seconds = new Option<int?>("--seconds") { HelpName = "N", Description = "Write for so long" };
        seconds.Validators.Add(r => Require(r, r.GetValueOrDefault<int?>() is null or > 0, "--seconds is one or more"));
        var onDisk = new Option<bool>("--on-disk") { Description = "Keep the image on a disk" };
        var folder = new Option<string?>("--folder") { HelpName = "FOLDER", Description = "Keep the image there" };
        var observe = new Option<bool>("--observe") { Description = "Only say what would be done" };
        var keep = new Option<bool>("--keep") { Description = "Keep the journal" };
        var json = new Option<bool>("--json") { Description = "Print the summary as JSON" };
        var root = new RootCommand("Fills a volume and shows how it grows in time")
        {
            program, rules, fileSystem, rate, ceiling, step, threshold, seconds, onDisk, folder, observe, keep, json,
        };
        root.SetAction(parsed => Demonstration.RunAsync(new GrowthOptions
        {
            Program = parsed.GetValue(program)!,
            Rules = parsed.GetValue(rules)!,
            FileSystem = parsed.GetValue(fileSystem)!,
            Rate = parsed.GetValue(rate),
            Ceiling = parsed.GetValue(ceiling),
            Step = parsed.GetValue(step) ?? Bytes.FromMiB(500),
            Threshold = parsed.GetValue(threshold) ?? new Percent(85),
            Time = TimeSpan.FromSeconds(parsed.GetValue(seconds) ?? 60),
            Folder = parsed.GetValue(folder),
            OnDisk = parsed.GetValue(onDisk),
            Observe = parsed.GetValue(observe),
            Keep = parsed.GetValue(keep),
            Json = parsed.GetValue(json),
        }));
        var parsed = root.Parse(args);
        if (parsed.Errors.Count == 0)
        {
            // Ctrl-C is the demonstration's own to handle: it takes everything away first.
            return parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
        }

        foreach (var error in parsed.Errors)
        {
            Console.Error.WriteLine($"run: {error.Message} (see ./run --help)");
        }

        return Task.FromResult(ExitCode.Usage);
    }

    private static Option<T?> Value<T>(string name, string help, string description, Parse<T> parse)
        where T : struct =>
        new(name)
        {
            HelpName = help,
            Description = description,
            CustomParser = result =>
            {
                if (parse(result.Tokens[0].Value, out var value, out var error))
                {
                    return value;
                }

                result.AddError($"{name}: {error}");
                return null;
            },
        };

    private static void Require(OptionResult result, bool holds, string error)
    {
        if (!holds)
        {
            result.AddError(error);
        }
    }
}
