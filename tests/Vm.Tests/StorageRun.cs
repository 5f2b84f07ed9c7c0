using System.Globalization;

namespace EventOps.Vm.Tests;

/// <summary>One boot of the lab machine for the faults of the storage machine (<c>inside/storage</c>): what was seen is gathered once, and each test judges a part.</summary>
public sealed class StorageRun : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(60);

    private readonly Dictionary<string, StorageCase> _cases = new(StringComparer.Ordinal);
    private string? _missing;

    /// <summary>Faults that are put right one at a time; from <c>labs/storage/faults</c>.</summary>
    public static IReadOnlyList<string> Faults { get; } =
        ["S01-remounted-read-only", "S02-fstab-read-only", "S05-not-allocatable"];

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
                "--memory", "2048", "--disk", "9G", "--share", Results, "--timeout", "3000", "--env", "PATIENCE=300", "--",
                Repository.At("tests", "Vm.Tests", "inside", "storage"), program.Program, program.Rules, program.Cache, Results, .. Faults,
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

    /// <summary>A line for each fault: seconds to notice, seconds to heal, requests that failed.</summary>
    internal string Table() => string.Join('\n', _cases.Values.Select(c => string.Create(
        CultureInfo.InvariantCulture, $"{c.Fault,-34} {c.Noticed.TotalSeconds,6:0.0} s {c.Healed.TotalSeconds,6:0.0} s {c.Failures,4} of {c.Requests} failed, longest gap {c.Gap} ms")));

    private async Task ReadAsync()
    {
        var file = Path.Combine(Results, "cases");
        foreach (var line in File.Exists(file) ? await File.ReadAllLinesAsync(file) : [])
        {
            var fields = line.Split('\t');
            var counts = fields[4].Split(' ');
            _cases[fields[0]] = new StorageCase(
                fields[0], fields[1] == "yes", Time(fields[2]), Time(fields[3]), Number(counts[0]), Number(counts[1]), Number(counts[2]), fields.ElementAtOrDefault(5) ?? "");
        }
    }

    private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static TimeSpan Time(string text) => text == "-" ? TimeSpan.MaxValue : TimeSpan.FromMilliseconds(Number(text));
}

/// <summary>What came of one fault, or of several together.</summary>
/// <param name="Wrong">What was still wrong at the end; empty when nothing was.</param>
internal sealed record StorageCase(string Fault, bool IsHealed, TimeSpan Noticed, TimeSpan Healed, long Requests, long Failures, long Gap, string Wrong);
