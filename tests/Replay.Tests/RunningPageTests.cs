using EventOps.Host.Replay;
using EventOps.Journal;
using EventOps.Rules.Process;

namespace EventOps.Replay.Tests;

/// <summary>The page that tells which rule runs, from which the command says what a replay died over.</summary>
public sealed class RunningPageTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Between_two_records_no_rule_runs()
    {
        using var running = RunningRule.Create(_scratch.File("page"));
        var rules = new ReplayRules(StockRules.Manifest, running);
        var comparison = new ReplayComparison(rules, ReplayRange.All, _ => { });
        foreach (var record in JournalReader.Open(Path.Combine(StockRules.Journals, "volume-grows.jsonl")).Read())
        {
            comparison.Take(record);
            Assert.Equal(0, running.Running);
        }

        Assert.True(running.Steps > 0);
    }
}
