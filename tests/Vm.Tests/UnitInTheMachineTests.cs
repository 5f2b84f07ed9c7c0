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

    /// <summary>The machine's own root lies in memory, so that it is no boot; but the same unit, with nothing attached and no daemon.</summary>
    [Fact]
    public void The_unit_that_it_writes_attaches_the_images_before_anything_is_mounted_and_not_twice()
    {
        run.SkipWithoutMachine();

        Assert.Equal("", run.Fact("boot.before"));
        Assert.Equal("0", run.Fact("boot.code"));
        Assert.Equal("/media/disk0.img /media/disk1.img", run.Fact("boot.after"));
        Assert.Equal("0 2", run.Fact("boot.again"));
        Assert.Contains("local-fs.target", run.Fact("boot.order"), StringComparison.Ordinal);
        Assert.Equal("0", run.Fact("boot.missing"));
        Assert.Equal("/dev/mapper/vg0-data0", run.Fact("boot.mounted"));
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
