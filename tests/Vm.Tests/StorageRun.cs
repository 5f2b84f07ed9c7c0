using System.Globalization;

namespace EventOps.Vm.Tests;

/// <summary>One boot of the lab machine for the faults of the storage machine (<c>inside/storage</c>): what was seen is gathered once, and each test judges a part.</summary>
public sealed class StorageRun : IAsyncLifetime
{
    private const int Seed = 5;

    /// <summary>
    /// Every fault, every boundary and twenty combinations, with EVENTOPS_STORAGE=whole: hours in the emulated machine. Else a sample of each.
    /// </summary>
    private static readonly bool IsWhole = Environment.GetEnvironmentVariable("EVENTOPS_STORAGE") == "whole";

    private static readonly TimeSpan Patience = TimeSpan.FromHours(5);

    /// <summary>Faults that take the volume or its mount away themselves: requests fail until it is back.</summary>
    private static readonly string[] Away = ["S08-", "S19-", "S19b", "S21-", "S36-", "S36c", "S37-", "P50-"];

    private readonly OrderedDictionary<string, StorageCase> _cases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _facts = new(StringComparer.Ordinal);
    private string? _missing;

    /// <summary>Random combinations of faults.</summary>
    public static int Combinations { get; } = IsWhole ? 20 : 1;

    /// <summary>Faults that are put right, one at a time: those of <c>labs/storage/faults</c> whose names begin with S.</summary>
    public static IReadOnlyList<string> Faults { get; } = IsWhole ? Scripts("S") : ["S01-remounted-read-only", "S07-missing-disk", "S48-immutable"];

    /// <summary>Those whose cure has a risk, and is proposed only.</summary>
    public static IReadOnlyList<string> Proposed { get; } = IsWhole ? Scripts("P") : ["P29-snapshot"];

    /// <summary>What is under way when the daemon is killed, and at the how manieth record of it.</summary>
    public static IReadOnlyList<(string What, int Record)> Kills { get; } = IsWhole
        ? [.. Enumerable.Range(1, 6).Select(n => ("growth", n)), .. Enumerable.Range(1, 14).Select(n => ("disk", n))]
        : [("growth", 3), ("disk", 11)];

    /// <summary>In the order in which they were seen.</summary>
    internal IEnumerable<StorageCase> Cases => _cases.Values;

    /// <summary>What the machine printed, for the message of a test that fails.</summary>
    public string Words { get; private set; } = "";

    private static string Results => Repository.At("artifacts", "vm", "storage");

    public async ValueTask InitializeAsync()
    {
        var (code, words) = await Tool.RunAsync(Repository.At("labs", "vm", "prepare"), [], Patience);
        if (code != 0)
        {
            _missing = $"the lab machine cannot be had here: {words.Trim()}";
            return;
        }

        var program = await PublishedProgram.GetAsync();
        if (Directory.Exists(Results))
        {
            Directory.Delete(Results, recursive: true);
        }

        Directory.CreateDirectory(Results);
        (code, Words) = await Tool.RunAsync(
            Repository.At("labs", "vm", "run"),
            [
                "--memory", "3072", "--disk", "9G", "--share", Results, "--timeout", IsWhole ? "14400" : "5400", "--env", "PATIENCE=300", "--",
                Repository.At("tests", "Vm.Tests", "inside", "storage"), program.Program, program.Rules, program.Cache, Results,
                "broken", .. Faults, .. Kills.Select(k => $"kill:{k.What}:{k.Record}"), $"random:{Combinations}:{Seed}", .. Proposed, "doctor", "approve",
            ],
            Patience);
        await ReadAsync();
        Assert.True(code == 0, $"the machine ended with {code}:\n{Words}");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>What came of a fault.</summary>
    internal StorageCase Case(string fault)
    {
        Assert.SkipUnless(_missing is null, _missing ?? "");
        Assert.True(_cases.TryGetValue(fault, out var found), $"the machine tells nothing of {fault}:\n{Words}");
        return found;
    }

    internal static bool TakesItAway(string fault) => fault.Split('+').Any(f => Away.Any(a => f.StartsWith(a, StringComparison.Ordinal)));

    /// <summary>Whether something was noted in the machine under this name.</summary>
    internal bool Has(string name) => _facts.ContainsKey(name);

    /// <summary>What was noted in the machine under this name.</summary>
    internal string Fact(string name)
    {
        Assert.SkipUnless(_missing is null, _missing ?? "");
        Assert.True(_facts.TryGetValue(name, out var text), $"the machine noted no {name}:\n{Words}");
        return text!;
    }

    internal long Number(string name) => Parse(Fact(name));

    /// <summary>A file that the machine has left.</summary>
    internal static string Text(string name) => File.Exists(Path.Combine(Results, name)) ? File.ReadAllText(Path.Combine(Results, name)) : "";

    /// <summary>A line for each fault: seconds to notice, seconds to heal, requests that failed.</summary>
    internal string Table() => string.Join('\n', _cases.Values.Select(c => string.Create(
        CultureInfo.InvariantCulture, $"{c.Fault,-34} {c.Noticed.TotalSeconds,6:0.0} s {c.Healed.TotalSeconds,6:0.0} s {c.Failures,4} of {c.Requests} failed, longest gap {c.Gap} ms")));

    private async Task ReadAsync()
    {
        foreach (var line in Text("facts").Split('\n').Select(l => l.Split('\t', 2)).Where(l => l.Length == 2))
        {
            _facts[line[0]] = line[1];
        }

        var file = Path.Combine(Results, "cases");
        foreach (var line in File.Exists(file) ? await File.ReadAllLinesAsync(file) : [])
        {
            var fields = line.Split('\t');
            var counts = fields[4].Split(' ');
            _cases[fields[0]] = new StorageCase(
                fields[0], fields[1] == "yes", fields[1] == "proposed", Time(fields[2]), Time(fields[3]), Parse(counts[0]), Parse(counts[1]), Parse(counts[2]), fields.ElementAtOrDefault(5) ?? "");
        }
    }

    private static string[] Scripts(string prefix) =>
        [.. Directory.GetFiles(Repository.At("labs", "storage", "faults"), prefix + "*").Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];

    private static long Parse(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static TimeSpan Time(string text) => text == "-" ? TimeSpan.MaxValue : TimeSpan.FromMilliseconds(Parse(text));
}

/// <summary>What came of one fault, or of several together.</summary>
/// <param name="Wrong">What was still wrong at the end; empty when nothing was.</param>
internal sealed record StorageCase(string Fault, bool IsHealed, bool IsProposed, TimeSpan Noticed, TimeSpan Healed, long Requests, long Failures, long Gap, string Wrong);
