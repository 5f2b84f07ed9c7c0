using System.Globalization;

namespace EventOps.Vm.Tests;

/// <summary>Faults of a real volume group under a service that goes on serving, each cured by the daemon with the stock rules.</summary>
[Collection<SharedStorageRun>]
public class StorageInTheMachineTests(StorageRun run, ITestOutputHelper output)
{
    public static TheoryData<string> Faults => [.. StorageRun.Faults];

    public static TheoryData<string, int> Kills => [.. StorageRun.Kills];

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_noticed_and_healed_and_no_request_fails_unless_the_fault_itself_took_the_volume_away(string fault)
    {
        var seen = run.Case(fault);

        Assert.True(seen.IsHealed, $"{fault}: {seen.Wrong}");
        Assert.True(seen.Requests > 0);
        Assert.True(seen.Failures == 0 || StorageRun.TakesItAway(fault), $"{seen.Failures} of {seen.Requests} requests failed");
    }

    [Fact]
    public async Task Random_combinations_are_healed()
    {
        var combined = run.Cases.Where(c => c.Fault.Contains('+', StringComparison.Ordinal)).ToList();
        output.WriteLine(run.Words);
        await TestTable.ShowAsync("storage", run.Table());

        Assert.Equal(StorageRun.Combinations, combined.Count);
        Assert.All(combined, c => Assert.True(c.IsHealed, $"{c.Fault}: {c.Wrong}"));
        Assert.All(combined, c => Assert.True(c.Failures == 0 || StorageRun.TakesItAway(c.Fault), $"{c.Fault}: {c.Failures} of {c.Requests} requests failed"));
    }

    [Theory]
    [MemberData(nameof(Kills))]
    public void Killed_at_any_boundary_the_next_daemon_ends_what_was_begun_and_does_nothing_twice(string what, int record)
    {
        // Healed or not, the record at which it was killed, the volume's size, the disks of the group, the size before, the size asked for, and what was done.
        var seen = run.Told(string.Create(CultureInfo.InvariantCulture, $"kill.{what}.{record}")).Split(' ');
        Assert.True(seen[0] == "yes" && seen[1] != "none", string.Join(' ', seen));
        Assert.Equal("4", seen[3]);

        // As large as was asked for, or as before; each action once.
        Assert.Equal(what == "growth" ? seen[5] : seen[4], seen[2]);
        Assert.Equal(seen[6..].Distinct(), seen[6..]);
    }

    [Fact]
    public Task Each_journal_replays_to_the_same_decisions() => run.AssertJournalsReplayAsync();
}
