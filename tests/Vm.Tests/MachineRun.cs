using System.Globalization;

namespace EventOps.Vm.Tests;

/// <summary>
/// One boot of the lab machine for all cases of a script in <c>inside</c>: what was seen in it is gathered once, and each test judges a part.
/// </summary>
/// <param name="script">Its name. It is given the program, the rules, and the folder for what it saw: <c>facts</c>, a name, a tab and a value a line.</param>
/// <param name="limit">The longest that the machine may run.</param>
/// <param name="options">For <c>labs/vm/run</c>.</param>
/// <param name="cases">Further arguments of the script.</param>
public abstract class MachineRun(string script, TimeSpan limit, IReadOnlyList<string> options, IReadOnlyList<string>? cases = null) : IAsyncLifetime
{
    /// <summary>For the kernel to be fetched once, and beyond the machine's own limit.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, string> _facts = new(StringComparer.Ordinal);
    private string? _missing;

    /// <summary>What the machine printed, for the message of a test that fails.</summary>
    public string Words { get; private set; } = "";

    /// <summary>What the machine has left.</summary>
    protected string Results { get; } = Repository.At("artifacts", "vm", script + ".results");

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
                "--share", Results, "--timeout", string.Create(CultureInfo.InvariantCulture, $"{limit.TotalSeconds}"), .. options, "--",
                Repository.At("tests", "Vm.Tests", "inside", script), program.Program, program.Rules, Results, .. cases ?? [],
            ],
            limit + Patience);
        await ReadFactsAsync();
        Assert.True(code == 0, $"the machine ended with {code}:\n{Words}");
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>To be called before anything is judged.</summary>
    internal void SkipWithoutMachine() => Assert.SkipUnless(_missing is null, _missing ?? "");

    /// <summary>What was noted in the machine under this name; null when nothing was.</summary>
    public string? Fact(string name) => _facts.GetValueOrDefault(name);

    /// <summary>The same, where something must have been noted.</summary>
    public string Told(string name)
    {
        SkipWithoutMachine();
        Assert.True(_facts.TryGetValue(name, out var text), $"the machine noted no {name}:\n{Words}");
        return text;
    }

    public long Number(string name) => long.Parse(Told(name), NumberStyles.Integer, CultureInfo.InvariantCulture);

    /// <summary>A file that the machine has left; empty when it left none.</summary>
    internal string Text(string name) => File.Exists(Path.Combine(Results, name)) ? File.ReadAllText(Path.Combine(Results, name)) : "";

    /// <summary>Replays each journal that a daemon has left (<c>NAME.journal</c>) under the rules that it ran with: rules and guard must decide as they did in the machine.</summary>
    internal async Task AssertJournalsReplayAsync()
    {
        SkipWithoutMachine();
        var published = await PublishedProgram.GetAsync();
        var journals = Directory.GetDirectories(Results, "*.journal");
        Assert.NotEmpty(journals);
        foreach (var journal in journals.Order(StringComparer.Ordinal))
        {
            var (code, words) = await Tool.RunAsync(published.Program, ["replay", journal, "--rules", published.Rules], Patience);
            Assert.True(code == 0, $"{journal}:\n{words}");
        }
    }

    private async Task ReadFactsAsync()
    {
        var file = Path.Combine(Results, "facts");
        foreach (var line in File.Exists(file) ? await File.ReadAllLinesAsync(file) : [])
        {
            var (name, value) = line.Split('\t', 2) is [var n, var v] ? (n, v) : (line, "");

            // Several waits can be late; none may be lost.
            _facts[name] = _facts.TryGetValue(name, out var before) ? $"{before}; {value}" : value;
        }
    }
}
