namespace EventOps.Vm.Tests;

/// <summary>The storage machine as it is found, with all of its faults at once; and what is for a person to say yes to.</summary>
[Collection<SharedStorageRun>]
public class BrokenStorageInTheMachineTests(StorageRun run, ITestOutputHelper output)
{
    public static TheoryData<string> Proposed => [.. StorageRun.Proposed];

    /// <summary>Its figures are those that were published of it: MiB of each disk, free ones, whether extents may be taken; extents; inodes, those in use, blocks.</summary>
    [Fact]
    public void The_broken_machine_is_the_one_that_was_published()
    {
        Assert.Equal("1796.00 0 u--;776.00 724.00 a--;1020.00 0 a--;", run.Told("broken.disks"));
        Assert.Equal("717", run.Told("broken.extents"));
        Assert.Equal("183632 160044 734208", run.Told("broken.filesystem"));
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
    [MemberData(nameof(Proposed))]
    public void What_has_a_risk_is_told_and_not_done(string fault)
    {
        var seen = run.Case(fault);

        Assert.True(seen.IsProposed, $"{fault}: no alarm was raised");
        Assert.True(seen.Failures == 0 || StorageRun.TakesItAway(fault), $"{seen.Failures} of {seen.Requests} requests failed");
    }

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
