using EventOps.Host.Replay;
using EventOps.Journal;
using EventOps.Model;
using EventOps.Rules.Process;

namespace EventOps.Replay.Tests;

/// <summary>What follows for the network where a replay leaves its recording: the server of the network lab, broken, as its daemon put it right.</summary>
public sealed class ModelNetworkTests
{
    private const string OwnTable = """
        [Name("Tell of the own table")]
        [Description("Raises an alarm while the daemon's own table is not as wanted, and so leaves the recording.")]
        public class TellOfOwnTable : Rule
        {
            public override void Define()
            {
                OwnFilter filter = default!;
                When().Match(() => filter, f => !f.IsWanted);
                Then().Do(ctx => ctx.Act(new RaiseAlarm("own", Severity.Notice, filter.Detail))).Undo(ctx => ctx.Act(new ClearAlarm("own", "as wanted")));
            }
        }
        """;

    private static readonly IReadOnlyList<JournalRecord> Records =
        [.. JournalReader.Open(Path.Combine(StockRules.Journals, "network-server.jsonl")).Read()];

    [Fact]
    public void Modelled_corrections_reach_what_the_recorded_ones_reached()
    {
        var fork = Run(StockRules.Plus("TellOfOwnTable.cs", OwnTable));
        Assert.Contains("'Tell of the own table' acts here", fork.Fork!.Because, StringComparison.Ordinal);
        var recorded = new FactsSeen();
        foreach (var record in Records)
        {
            recorded.See(record.Event);
        }

        foreach (var key in (string[])["net.ipv4.icmp_echo_ignore_all"])
        {
            Assert.Equal(recorded.Find<KernelParameter>(key), fork.Facts.Find<KernelParameter>(key));
        }

        Assert.True(fork.Facts.Find<OwnFilter>("eventops")!.IsWanted);
        Assert.Equal(1340, fork.Facts.Find<NetworkLink>("wg0")!.Mtu);
        Assert.Equal("", fork.Facts.Find<NetworkFile>("/etc/wireguard/wg0.conf")!.Problems);
        Assert.Equal("192.168.0.2/32", fork.Facts.Find<TunnelPeer>("wg0 xH6f/OxgC7X9LiIX8IVqtFc5XdkZxfZebcNBYdBg4B8=")!.Allowed);

        // Each correction once: what it brought about was told, and was not undone by what the journal tells of the recorded one.
        var corrections = fork.Actions.Where(a => a.Intent is not (RaiseAlarm or ClearAlarm)).Select(a => a.Intent.Resource).ToList();
        Assert.Equal(corrections.Distinct(), corrections);
        Assert.Equal(8, corrections.Count);
        Assert.Contains(fork.Actions, a => a.Intent is ClearAlarm { Key: "own" });
    }

    [Fact]
    public void What_only_the_recorded_rules_put_right_stays_wrong()
    {
        var fork = Run(StockRules.Without("SetKernelParameter.cs"));
        Assert.NotNull(fork.Fork);
        Assert.Equal("1", fork.Facts.Find<KernelParameter>("net.ipv4.icmp_echo_ignore_all")!.Value);
        Assert.True(fork.Facts.Find<OwnFilter>("eventops")!.IsWanted);
    }

    private static ReplayFork Run(RuleSetManifest rules)
    {
        var recorded = new RecordedIntents();
        foreach (var record in Records)
        {
            recorded.See(record);
        }

        var fork = new ReplayFork(new ReplayRules(rules), recorded, null);
        foreach (var (record, isStanding) in StandingPrefix.Mark(Records))
        {
            if (isStanding)
            {
                fork.Remember(record);
            }
            else
            {
                fork.Take(record);
            }
        }

        fork.Finish();
        return fork;
    }
}
