using EventOps.Model;

namespace EventOps.Vm.Tests;

/// <summary>A logical volume under a writer at full speed, and other kinds of volume beside it, in one daemon.</summary>
[Collection<SharedSmokeRun>]
public class GrowthInTheMachineTests(SmokeRun run)
{
    private static readonly Bytes Ceiling = Bytes.FromGiB(1);

    // What a filesystem may leave unused at the end of its device: a last group too small to be of use.
    private static readonly long Rounding = Bytes.FromMiB(16).Value;

    [Fact]
    public void All_cases_ran_to_their_end()
    {
        run.SkipWithoutMachine();

        Assert.Null(run.Fact("late"));
        Assert.Equal("reached", run.Fact("end"));
        Assert.All(["main", "nocap", "crash"], daemon => Assert.Null(run.Fact("exit." + daemon)));
        Assert.All(["main", "nocap", "crash"], daemon => Assert.Empty(run.Journal(daemon).Faults));
    }

    [Fact]
    public void A_writer_at_full_speed_never_finds_the_volume_full_up_to_its_ceiling()
    {
        run.SkipWithoutMachine();

        Assert.Null(run.Fact("writer.error"));
        Assert.Equal(86, run.Number("writer.pieces"));
        Assert.Equal(Ceiling.Value, run.Number("device/data"));
    }

    [Fact]
    public Task Each_journal_replays_to_the_same_decisions() => run.AssertJournalsReplayAsync();

    [Fact]
    public void The_journal_tells_each_step_with_the_size_before_and_after()
    {
        run.SkipWithoutMachine();
        var journal = run.Journal("main");
        var growths = journal.GrowthsOf("data").Where(a => a.Outcome is Outcome.Succeeded).ToList();

        Assert.NotEmpty(growths);
        foreach (var growth in growths)
        {
            var steps = journal.StepsOf(growth);
            Assert.Equal([1, 2], steps.Select(s => s.Step));
            Assert.All(steps, step => Assert.Equal(Outcome.Succeeded, step.Outcome));
            Assert.All(steps, step => Assert.True(step.Before != step.After && step.Before.Length > 0, $"{step}"));
        }

        // What the journal says last is what there is.
        var last = (GrowVolume)growths[^1].Intent;
        Assert.Equal(run.Number("device/data"), last.ToAtLeast.Value);
        Assert.Equal(last.ToAtLeast.ToString(), journal.StepsOf(growths[^1])[0].After);
        Assert.Contains(journal.Alarms("ceiling:data"), alarm => alarm.Severity is Severity.Critical);
    }

    [Theory]
    [InlineData("/data")]
    [InlineData("/half")]
    [InlineData("/xfs")]
    [InlineData("/crash")]
    [InlineData("/image")]
    public void A_grown_filesystem_spans_its_storage_is_clean_and_keeps_its_content(string mount)
    {
        run.SkipWithoutMachine();

        Assert.InRange(run.Number("spans" + mount), run.Number("device" + mount) - Rounding, run.Number("device" + mount));
        Assert.Equal(0, run.Number("check" + mount));
        Assert.NotNull(run.Fact("sha256.before" + mount));
        Assert.Equal(run.Fact("sha256.before" + mount), run.Fact("sha256.after" + mount));
        if (mount is "/data")
        {
            Assert.Equal(0, run.Number("pieces.damaged"));
        }
    }

    [Fact]
    public void A_growth_that_ended_half_way_before_the_daemon_is_found_and_only_its_filesystem_grown()
    {
        run.SkipWithoutMachine();
        var journal = run.Journal("main");
        var first = journal.GrowthsOf("half")[0];

        Assert.Equal(Outcome.Succeeded, first.Outcome);
        Assert.Equal(Bytes.FromMiB(300), ((GrowVolume)first.Intent).ToAtLeast);
        Assert.StartsWith("grow the ext4", Assert.Single(journal.StepsOf(first)).Does, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_archive_folder_of_LVM_does_not_stop_a_growth()
    {
        run.SkipWithoutMachine();

        Assert.Equal(0, run.Number("archive.free"));
        Assert.Contains(run.Journal("main").GrowthsOf("half").Skip(1), growth => growth.Outcome is Outcome.Succeeded);
    }

    [Fact]
    public void The_last_growth_up_to_the_ceiling_raises_no_alarm_between_its_two_steps()
    {
        run.SkipWithoutMachine();

        // At 88 % of 300 MiB the rate asks for all that is left below the ceiling; 600 MiB are far from full then.
        Assert.Empty(run.Journal("main").Alarms("ceiling:half"));
    }

    [Theory]
    [InlineData("xfs")]
    [InlineData("image")]
    public void Other_kinds_of_volume_grow_by_both_steps(string volume)
    {
        run.SkipWithoutMachine();
        var journal = run.Journal("main");
        var growth = journal.GrowthsOf(volume).First(g => g.Outcome is Outcome.Succeeded);

        Assert.Equal([1, 2], journal.StepsOf(growth).Select(s => s.Step));
        Assert.Equal(((GrowVolume)growth.Intent).ToAtLeast.ToString(), journal.StepsOf(growth)[0].After);
    }
}
