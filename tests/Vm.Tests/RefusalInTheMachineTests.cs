using EventOps.Model;

namespace EventOps.Vm.Tests;

/// <summary>What cannot be done is said beforehand, and changes nothing.</summary>
[Collection<SharedSmokeRun>]
public class RefusalInTheMachineTests(SmokeRun run)
{
    /// <summary>Tries until the breaker opens, then one a minute at most: a run takes some minutes.</summary>
    private const int FewEnough = 20;

    [Fact]
    public void A_group_that_is_too_small_is_told_of_before_anything_needs_it()
    {
        run.SkipWithoutMachine();
        var events = run.Journal("main").Events;
        var alarm = events.FindIndex(e => e is AlarmRaised { Key: "growth:small" });
        var firstTry = events.FindIndex(e => e is IntentProposed { Intent: GrowVolume { Volume: "small" } });

        Assert.InRange(alarm, 0, firstTry);
        Assert.Contains("volume group vg1 has room for 76 MiB more", ((AlarmRaised)events[alarm]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_that_is_too_small_is_refused_before_the_first_step_with_numbers_and_without_a_storm_of_tries()
    {
        run.SkipWithoutMachine();
        var journal = run.Journal("main");
        var tries = journal.GrowthsOf("small");

        Assert.NotEmpty(tries);
        Assert.All(tries, t => Assert.Equal(Outcome.Refused, t.Outcome));
        Assert.All(tries, t => Assert.Matches(@"needs 100 MiB more, and vg1 has 76 MiB to give", t.Detail));
        Assert.DoesNotContain(journal.All<ActionStarted>(), a => a.Intent is GrowVolume { Volume: "small" });
        Assert.InRange(tries.Count, 1, FewEnough);
        Assert.Equal(run.Number("small.before"), run.Number("device/small"));
    }

    [Fact]
    public void Without_CAP_SYS_RESOURCE_the_daemon_says_so_beforehand_and_extends_nothing()
    {
        run.SkipWithoutMachine();
        var journal = run.Journal("nocap");
        var alarm = journal.Events.FindIndex(e => e is AlarmRaised { Key: "growth:nocap" });
        var firstTry = journal.Events.FindIndex(e => e is IntentProposed { Intent: GrowVolume });

        Assert.InRange(alarm, 0, firstTry);
        Assert.Contains("CAP_SYS_RESOURCE", ((AlarmRaised)journal.Events[alarm]).Message, StringComparison.Ordinal);
        Assert.All(journal.GrowthsOf("nocap"), t => Assert.Equal(Outcome.Refused, t.Outcome));
        Assert.Empty(journal.All<StepStarted>());
        Assert.Equal(run.Number("nocap.before"), run.Number("device/nocap"));
    }
}
