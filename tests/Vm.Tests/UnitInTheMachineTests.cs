namespace EventOps.Vm.Tests;

/// <summary>What <c>packaging/eventops.service</c> promises, seen under systemd.</summary>
public class UnitInTheMachineTests(UnitRun run) : IClassFixture<UnitRun>
{
    [Fact]
    public void All_cases_ran_to_their_end()
    {
        run.SkipWithoutMachine();

        Assert.Null(run.Fact("late"));
        Assert.Equal("reached", run.Fact("end"));
    }

    [Fact]
    public void Started_it_is_active_once_it_says_so_and_tells_what_it_does()
    {
        run.SkipWithoutMachine();

        Assert.Equal("0", run.Fact("start.code"));
        Assert.Equal("active", run.Fact("start.active"));
        Assert.NotEqual("", run.Fact("start.status"));
    }

    [Fact]
    public void With_no_more_than_the_unit_allows_it_grows_a_logical_volume()
    {
        run.SkipWithoutMachine();

        Assert.True(run.Number("grown.after") > run.Number("grown.before"));
    }

    [Fact]
    public void Reload_brings_new_settings_into_force_in_the_same_process()
    {
        run.SkipWithoutMachine();

        Assert.Equal("0", run.Fact("reload.code"));
        Assert.Equal(run.Fact("reload.before"), run.Fact("reload.after"));
        Assert.Equal("2", run.Fact("reload.volumes"));
    }

    [Theory]
    [InlineData("killed")]
    [InlineData("stuck")]
    public void Killed_or_stuck_it_is_started_again_and_grows_as_before(string how)
    {
        run.SkipWithoutMachine();

        Assert.Equal("active", run.Fact(how + ".active"));
        Assert.True(run.Number(how + ".restarts") >= 1);
        Assert.True(run.Number(how + ".grown.after") > run.Number(how + ".grown.before"));
    }

    [Fact]
    public void Settings_that_cannot_be_used_end_it_with_78_and_it_is_not_tried_again()
    {
        run.SkipWithoutMachine();

        Assert.Equal("78", run.Fact("bad.status"));
        Assert.Equal("failed", run.Fact("bad.active"));
        Assert.Equal("0", run.Fact("bad.restarts"));
    }

    [Fact]
    public void Stopped_it_ends_in_good_order_and_leaves_no_process()
    {
        run.SkipWithoutMachine();

        Assert.Equal("success", run.Fact("stop.result"));
        Assert.Equal("0", run.Fact("stop.processes"));
    }
}
