using EventOps.Testing;

namespace EventOps.Replay.Tests;

/// <summary>Journals of real runs of the daemon, each with the decisions that were found right.</summary>
public class CorpusTests
{
    public static TheoryData<string> Journals => [.. Directory.GetFiles(StockRules.Journals, "*.jsonl").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Journals))]
    public async Task A_real_run_is_replayed_with_the_same_decisions(string journal)
    {
        var path = Path.Combine(StockRules.Journals, journal);
        var run = await EventOpsRun.Of("replay", path, "--rules", StockRules.Folder, "--all");

        // A comment changed in a stock rule is another hash, and no other decision.
        var decisions = run.Output.Split('\n').Where(line => !line.StartsWith("note:", StringComparison.Ordinal));
        Golden.Check(Path.ChangeExtension(path, ".decisions"), string.Join('\n', decisions));

        // Rules that came later may want more; what was decided then is decided still.
        Assert.True(run.ExitCode is 0 or 1, run.ToString());
        Assert.DoesNotMatch(@"(?m)^(missing|changed|judged) ", run.Output);
    }

    [Fact]
    public async Task Replays_are_the_same_bytes_in_any_culture_and_time_zone()
    {
        var path = Path.Combine(StockRules.Journals, "volume-grows.jsonl");
        var here = await EventOpsRun.Of("replay", path, "--rules", StockRules.Folder, "--all", "--json");
        var there = await EventOpsRun.In(
            new() { ["TZ"] = "Asia/Kathmandu", ["LANG"] = "de_DE.UTF-8", ["LC_ALL"] = "de_DE.UTF-8" }, "replay", path, "--rules", StockRules.Folder, "--all", "--json");
        Assert.Equal(here.Output, there.Output);
        Assert.NotEmpty(here.Output);
    }
}
