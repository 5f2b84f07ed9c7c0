using EventOps.Model;
using Xunit;

namespace EventOps.Vm.Tests;

/// <summary>Volumes that LVM lays out otherwise than in one piece, under one daemon.</summary>
public class LayoutsInTheMachineTests(LayoutsRun run) : IClassFixture<LayoutsRun>
{
    [Fact]
    public void All_cases_ran_to_their_end()
    {
        run.SkipWithoutMachine();

        Assert.Null(run.Fact("late"));
        Assert.Null(run.Fact("exit"));
        Assert.Equal("reached", run.Fact("end"));
        Assert.Empty(run.Journal().Faults);
    }

    [Fact]
    public void A_thin_pool_grows_by_its_step_before_it_is_full_and_never_beyond_its_ceiling()
    {
        run.SkipWithoutMachine();
        var growths = run.Journal().All<ActionFinished>().Where(a => a is { Intent: GrowThinPool { Pool: "vg0/pool0" }, Outcome: Outcome.Succeeded }).ToList();

        Assert.Equal([Bytes.FromMiB(400), Bytes.FromMiB(500)], growths.Select(g => ((GrowThinPool)g.Intent).ToAtLeast));
        Assert.Equal(400, run.Number("pool0.data"));
        Assert.Equal(500, run.Number("pool0.end"));
        Assert.NotEmpty(run.Journal().Alarms("thin-pool:vg0/pool0"));
    }

    [Fact]
    public void The_metadata_of_a_thin_pool_grows_by_itself()
    {
        run.SkipWithoutMachine();

        var growth = Assert.Single(run.Journal().All<ActionFinished>(), a => a.Intent is GrowThinPoolMetadata);
        Assert.Equal(Outcome.Succeeded, growth.Outcome);
        Assert.Equal(6, run.Number("pool1.metadata"));
    }

    [Fact]
    public void A_mirror_grows_in_all_its_copies()
    {
        run.SkipWithoutMachine();

        Assert.Contains(run.Journal().GrowthsOf("mirror"), g => g.Outcome is Outcome.Succeeded);
        Assert.Equal(2, run.Number("mirror.copies"));
    }

    [Theory]
    [InlineData("/thin0")]
    [InlineData("/mirror")]
    public void A_grown_filesystem_is_clean_and_keeps_its_content(string mount)
    {
        run.SkipWithoutMachine();

        Assert.Equal(0, run.Number("check" + mount));
        Assert.NotNull(run.Fact("sha256.before" + mount));
        Assert.Equal(run.Fact("sha256.before" + mount), run.Fact("sha256.after" + mount));
    }

    [Fact]
    public Task The_journal_replays_to_the_same_decisions() => run.AssertJournalsReplayAsync();
}
