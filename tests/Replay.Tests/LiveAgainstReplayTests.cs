using EventOps.Host.Replay;
using EventOps.Journal;
using Microsoft.Extensions.Time.Testing;

namespace EventOps.Replay.Tests;

public class LiveAgainstReplayTests(ITestOutputHelper output)
{
    /// <summary>EVENTOPS_LOGS=1000 for the long run: loading the rules anew is what takes the time.</summary>
    private static readonly int Logs = int.TryParse(Environment.GetEnvironmentVariable("EVENTOPS_LOGS"), out var given) ? given : 100;

    private static readonly ReplayRules Rules = new(StockRules.AndTimed);

    [Fact]
    public async Task Random_runs_and_their_replays_decide_the_same()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("EVENTOPS_SEED"), out var given) ? given : Random.Shared.Next();
        output.WriteLine($"EVENTOPS_SEED={seed}");
        long decisions = 0;
        for (var i = 0; i < Logs; i++)
        {
            decisions += await CheckAsync(unchecked(seed + i));
        }

        output.WriteLine($"{decisions} decisions in {Logs} logs");
        Assert.True(decisions > Logs, "the logs are too dull to show anything");
    }

    [Fact]
    public async Task A_decision_taken_out_of_the_journal_is_found()
    {
        using var folder = new Scratch();
        await LiveAsync(folder.Path, new Random(1));
        var records = JournalReader.Open(folder.Path).Read().ToList();
        var gone = records.First(r => r.Event is IntentProposed).Sequence;
        var (report, decisions) = Compare(records.Where(r => r.Sequence != gone && r.Event is not GuardVerdict { } v || r.Event is GuardVerdict g && g.IntentSequence != gone));
        Assert.Equal(1, report.Extra);
        Assert.Contains(decisions, d => d.Mark is ReplayMark.Extra);
    }

    private static async Task<long> CheckAsync(int seed)
    {
        using var folder = new Scratch();
        await LiveAsync(folder.Path, new Random(seed));
        var (report, decisions) = Compare(JournalReader.Open(folder.Path).Read());
        if (report.Differences > 0)
        {
            Assert.Fail($"seed {seed} (EVENTOPS_SEED): {report}\n{string.Join('\n', decisions.Where(d => d.IsDifference).Take(10))}");
        }

        return report.Same;
    }

    private static async Task LiveAsync(string folder, Random random)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        var live = new LiveRun(folder, random, time);
        await live.RunAsync(random.Next(10, 60), isFirst: true);
        while (random.Next(3) == 0)
        {
            time.Advance(TimeSpan.FromMinutes(random.Next(200)));
            await live.RunAsync(random.Next(10, 60), isFirst: false);
        }
    }

    private static (ReplayReport Report, List<ReplayDecision> Decisions) Compare(IEnumerable<JournalRecord> records)
    {
        var decisions = new List<ReplayDecision>();
        var comparison = new ReplayComparison(Rules, ReplayRange.All, decisions.Add);
        foreach (var record in records)
        {
            comparison.Take(record);
        }

        return (comparison.Finish(), decisions);
    }
}
