using EventOps.Model;

namespace EventOps.Vm.Tests;

/// <summary>A daemon that is ended by SIGKILL while it grows, at five different moments.</summary>
[Collection<SharedSmokeRun>]
public class CrashInTheMachineTests(SmokeRun run)
{
    [Fact]
    public void A_growth_in_which_the_daemon_was_killed_is_finished_by_the_next_one()
    {
        run.SkipWithoutMachine();
        var journal = run.Journal("crash");
        var started = journal.All<ActionStarted>().Select(a => a.IntentSequence).ToHashSet();
        var ended = journal.All<ActionFinished>().Select(a => a.IntentSequence).ToHashSet();

        Assert.Subset(ended, started);
        Assert.All(journal.GrowthsOf("crash"), g => Assert.True(g.Outcome is Outcome.Succeeded or Outcome.AlreadySo, g.Detail));
    }

    [Fact]
    public void Nothing_is_extended_twice_for_one_intent()
    {
        run.SkipWithoutMachine();
        var journal = run.Journal("crash");
        var targets = journal.All<ActionStarted>().Select(a => ((GrowVolume)a.Intent).ToAtLeast).ToList();

        Assert.Equal(targets.Max(t => t.Value), run.Number("device/crash"));

        // A storage step that had been done shows as done: it is in the journal at most once for each target.
        var extended = journal.All<StepFinished>().Where(s => s.Does.StartsWith("extend", StringComparison.Ordinal)).Select(s => s.After).ToList();
        Assert.Equal(extended.Distinct(), extended);
    }
}
