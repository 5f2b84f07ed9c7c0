using System.Globalization;

namespace EventOps.Vm.Tests;

/// <summary>Faults of the storage machine, each cured by the daemon (<c>inside/storage</c>).</summary>
/// <remarks>
/// How much of it, EVENTOPS_STORAGE says: "sample", for which some minutes are enough; "whole", every fault, every boundary and twenty combinations, which
/// takes hours in the emulated machine; else one fault of each kind, and all that a person would see.
/// </remarks>
public sealed class StorageRun() : MachineRun(
    "storage",
    IsWhole ? TimeSpan.FromHours(4) : TimeSpan.FromMinutes(90),
    ["--memory", "3072", "--disk", "9G", "--env", "PATIENCE=300"],
    [.. IsSample ? [] : (string[])["broken"], .. Faults, .. Kills.Select(k => $"kill:{k.What}:{k.Record}"), $"random:{Combinations}:{Seed}", .. IsSample ? [] : (string[])[.. Proposed, "doctor", "approve"]])
{
    private const int Seed = 5;

    private static readonly string? Extent = Environment.GetEnvironmentVariable("EVENTOPS_STORAGE");
    private static readonly bool IsSample = Extent == "sample";
    private static readonly bool IsWhole = Extent == "whole";

    /// <summary>Faults that take the volume, its mount or the service away themselves: requests fail until it is back.</summary>
    private static readonly string[] Away = ["S08-", "S19-", "S19b", "S21-", "S36-", "S36c", "S37-", "S55-", "P50-"];

    private OrderedDictionary<string, StorageCase>? _cases;

    /// <summary>Random combinations of faults.</summary>
    public static int Combinations { get; } = IsWhole ? 20 : 1;

    /// <summary>Faults that are put right, one at a time: those of <c>labs/storage/faults</c> whose names begin with S.</summary>
    public static IReadOnlyList<string> Faults { get; } = IsWhole ? Scripts("S") : IsSample ? ["S07-missing-disk"] : ["S01-remounted-read-only", "S07-missing-disk", "S48-immutable"];

    /// <summary>Those whose cure has a risk, and is proposed only.</summary>
    public static IReadOnlyList<string> Proposed { get; } = IsWhole ? Scripts("P") : ["P29-snapshot"];

    /// <summary>What is under way when the daemon is killed, and at the how manieth record of it.</summary>
    public static IReadOnlyList<(string What, int Record)> Kills { get; } = IsWhole
        ? [.. Enumerable.Range(1, 6).Select(n => ("growth", n)), .. Enumerable.Range(1, 14).Select(n => ("disk", n))]
        : [("growth", 3), .. IsSample ? [] : (IEnumerable<(string, int)>)[("disk", 11)]];

    /// <summary>In the order in which they were seen.</summary>
    internal IEnumerable<StorageCase> Cases => Seen.Values;

    private OrderedDictionary<string, StorageCase> Seen => _cases ??= Read();

    /// <summary>What came of a fault.</summary>
    internal StorageCase Case(string fault)
    {
        SkipWithoutMachine();
        Assert.True(Seen.TryGetValue(fault, out var found), $"the machine tells nothing of {fault}:\n{Words}");
        return found;
    }

    internal static bool TakesItAway(string fault) => fault.Split('+').Any(f => Away.Any(a => f.StartsWith(a, StringComparison.Ordinal)));

    /// <summary>A line for each fault: seconds to notice, seconds to heal, requests that failed.</summary>
    internal string Table() => string.Join('\n', Cases.Select(c => string.Create(
        CultureInfo.InvariantCulture, $"{c.Fault,-34} {c.Noticed.TotalSeconds,6:0.0} s {c.Healed.TotalSeconds,6:0.0} s {c.Failures,4} of {c.Requests} failed, longest gap {c.Gap} ms")));

    private OrderedDictionary<string, StorageCase> Read()
    {
        var cases = new OrderedDictionary<string, StorageCase>(StringComparer.Ordinal);
        foreach (var fields in Text("cases").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')))
        {
            var counts = fields[4].Split(' ');
            cases[fields[0]] = new StorageCase(
                fields[0], fields[1] == "yes", fields[1] == "proposed", Time(fields[2]), Time(fields[3]), Parse(counts[0]), Parse(counts[1]), Parse(counts[2]), fields.ElementAtOrDefault(5) ?? "");
        }

        return cases;
    }

    /// <summary>Those of a machine without udev, which is what boots here.</summary>
    private static string[] Scripts(string prefix) =>
        [.. Directory.GetFiles(Repository.At("labs", "storage", "faults"), prefix + "*").Where(f => !File.ReadAllText(f).Contains("# form: udev", StringComparison.Ordinal))
            .Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];

    private static long Parse(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static TimeSpan Time(string text) => text == "-" ? TimeSpan.MaxValue : TimeSpan.FromMilliseconds(Parse(text));
}

/// <summary>What came of one fault, or of several together.</summary>
/// <param name="Wrong">What was still wrong at the end; empty when nothing was.</param>
internal sealed record StorageCase(string Fault, bool IsHealed, bool IsProposed, TimeSpan Noticed, TimeSpan Healed, long Requests, long Failures, long Gap, string Wrong);
