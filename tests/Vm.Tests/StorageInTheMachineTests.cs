using System.Globalization;

namespace EventOps.Vm.Tests;

/// <summary>Faults of a real volume group under a service that goes on serving, each cured by the daemon with the stock rules.</summary>
public class StorageInTheMachineTests(StorageRun run, ITestOutputHelper output) : IClassFixture<StorageRun>
{
    public static TheoryData<string> Faults => [.. StorageRun.Faults];

    public static TheoryData<string> Proposed => [.. StorageRun.Proposed];

    public static TheoryData<string, int> Kills => [.. StorageRun.Kills];

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_noticed_and_healed_and_no_request_fails_unless_the_fault_itself_took_the_volume_away(string fault)
    {
        var seen = run.Case(fault);
        output.WriteLine(run.Table());

        Assert.True(seen.IsHealed, $"{fault}: {seen.Wrong}");
        Assert.True(seen.Requests > 0);
        Assert.True(seen.Failures == 0 || StorageRun.TakesItAway(fault), $"{seen.Failures} of {seen.Requests} requests failed");
    }

    [Theory]
    [MemberData(nameof(Proposed))]
    public void What_has_a_risk_is_told_and_not_done(string fault)
    {
        var seen = run.Case(fault);

        Assert.True(seen.IsProposed, $"{fault}: no alarm was raised");
        Assert.True(seen.Failures == 0 || StorageRun.TakesItAway(fault), $"{seen.Failures} of {seen.Requests} requests failed");
    }

    [Fact]
    public void Random_combinations_are_healed()
    {
        var combined = run.Cases.Where(c => c.Fault.Contains('+', StringComparison.Ordinal)).ToList();
        output.WriteLine(run.Words);

        Assert.Equal(StorageRun.Combinations, combined.Count);
        Assert.All(combined, c => Assert.True(c.IsHealed, $"{c.Fault}: {c.Wrong}"));
        Assert.All(combined, c => Assert.True(c.Failures == 0 || StorageRun.TakesItAway(c.Fault), $"{c.Fault}: {c.Failures} of {c.Requests} requests failed"));
    }

    [Fact]
    public void The_broken_machine_is_healed_by_one_start_and_passes_the_operators_own_test()
    {
        Assert.Equal("0", run.Told("broken.test"));
        Assert.NotEqual("no", run.Told("broken.healed"));
        Assert.Equal("0", run.Told("broken.checksums"));

        // Requests, failures, longest gap.
        Assert.Equal("0", run.Told("broken.client").Split(' ')[1]);
    }

    [Fact]
    public void A_pool_that_is_exhausted_is_told_of_before_and_refused_without_a_storm_of_tries()
    {
        Assert.True(run.Number("exhaust.size") >= 6L << 30);
        Assert.Contains("growth:data0", run.Told("exhaust.alarms"), StringComparison.Ordinal);
        Assert.InRange(run.Number("exhaust.refused"), 1, 20);

        // Told while there was still room to write.
        Assert.InRange(run.Number("exhaust.alarmed"), 1, run.Number("exhaust.full"));
    }

    [Theory]
    [MemberData(nameof(Kills))]
    public void Killed_at_any_boundary_the_next_daemon_ends_what_was_begun_and_does_nothing_twice(string what, int record)
    {
        // Healed or not, the record at which it was killed, the volume's size, the disks of the group, the size before, and what was done.
        var seen = run.Told(string.Create(CultureInfo.InvariantCulture, $"kill.{what}.{record}")).Split(' ');
        Assert.True(seen[0] == "yes" && seen[1] != "none", string.Join(' ', seen));
        Assert.Equal("4", seen[3]);

        // One step, or none; each action once.
        Assert.Equal(what == "growth" ? 40L << 20 : 0, long.Parse(seen[2], CultureInfo.InvariantCulture) - long.Parse(seen[4], CultureInfo.InvariantCulture));
        Assert.Equal(seen[5..].Distinct(), seen[5..]);
    }

    [Fact]
    public Task Each_journal_replays_to_the_same_decisions() => run.AssertJournalsReplayAsync();

    [Fact]
    public void The_doctor_tells_what_is_wrong_puts_it_right_and_then_finds_nothing()
    {
        output.WriteLine(run.Text("doctor"));
        Assert.Equal("1 0 0", run.Told("doctor.codes"));
        Assert.StartsWith("yes", run.Told("doctor.healthy"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_a_risk_is_done_after_an_operators_yes()
    {
        output.WriteLine(run.Text("approve"));
        Assert.Equal("yes", run.Told("approve.snapshot"));
        Assert.Equal("yes", run.Told("approve.check"));
        Assert.Null(run.Fact("approve.early"));
    }
}
