using System.Globalization;

namespace EventOps.Vm.Tests;

/// <summary>
/// One boot of the lab machine for all cases of a script in <c>inside</c>: what was seen in it is gathered once, and each test judges a part.
/// </summary>
/// <param name="script">Its name. It is given the program, the rules, their cache, and the folder for what it saw: <c>facts</c>, a name, a tab and a value a line.</param>
/// <param name="options">For <c>labs/vm/run</c>.</param>
public abstract class MachineRun(string script, params string[] options) : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(40);

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
                "--share", Results, "--timeout", "1800", .. options, "--",
                Repository.At("tests", "Vm.Tests", "inside", script), program.Program, program.Rules, program.Cache, Results,
            ],
            Patience);
        await ReadFactsAsync();
        Assert.True(code == 0, $"the machine ended with {code}:\n{Words}");
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>To be called first by each test.</summary>
    internal void SkipWithoutMachine() => Assert.SkipUnless(_missing is null, _missing ?? "");

    /// <summary>What was noted in the machine under this name; null when nothing was.</summary>
    public string? Fact(string name) => _facts.GetValueOrDefault(name);

    public long Number(string name)
    {
        Assert.True(_facts.TryGetValue(name, out var text), $"the machine noted no {name}:\n{Words}");
        return long.Parse(text, NumberStyles.Integer, CultureInfo.InvariantCulture);
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
