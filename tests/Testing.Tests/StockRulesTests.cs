namespace EventOps.Testing.Tests;

public class StockRulesTests
{
    private static readonly VolumePolicy Policy = new() { Volume = "data", Ceiling = Bytes.FromMiB(3000), GrowAt = new Percent(85), Step = Bytes.FromMiB(500) };

    private readonly SampleVolume _data = new("data", Bytes.FromMiB(1000));

    [Fact]
    public void A_volume_below_its_threshold_is_left_alone() => Growing().When(_data.Used(Bytes.FromMiB(849))).ThenNothing();

    [Fact]
    public void A_volume_at_its_threshold_grows_by_one_step() => Growing().When(_data.Used(Bytes.FromMiB(850))).Then(Grow(1500));

    [Fact]
    public void While_it_grows_it_is_not_asked_for_again() => Growing()
        .When(_data.Used(Bytes.FromMiB(850))).Then(Grow(1500))
        .When(_data.GrowthStarts(Bytes.FromMiB(1500)), _data.Used(Bytes.FromMiB(900)), _data.Used(Bytes.FromMiB(950))).ThenNothing();

    [Fact]
    public void After_a_growth_that_sufficed_nothing_more_is_asked_for()
    {
        var test = Growing().When(_data.Used(Bytes.FromMiB(850))).Then(Grow(1500))
            .When(_data.GrowthStarts(Bytes.FromMiB(1500)), _data.GrowthEnds(Bytes.FromMiB(1500))).ThenNothing();
        _data.DeviceSize = Bytes.FromMiB(1500);
        test.When(_data.Used(Bytes.FromMiB(850))).ThenNothing();
    }

    [Fact]
    public void After_a_growth_that_failed_the_next_reading_asks_again() => Growing()
        .When(_data.Used(Bytes.FromMiB(850))).Then(Grow(1500))
        .When(_data.GrowthStarts(Bytes.FromMiB(1500)), _data.GrowthEnds(Bytes.FromMiB(1500), Outcome.Failed)).ThenNothing()
        .When(_data.Used(Bytes.FromMiB(851))).Then(Grow(1500));

    [Fact]
    public void A_volume_that_fills_fast_gets_several_steps_at_once() =>
        Growing().When(_data.Used(Bytes.FromMiB(850), new ByteRate(400L << 20))).Then(Grow(2000));

    [Fact]
    public void Growth_is_clamped_at_the_ceiling()
    {
        _data.DeviceSize = Bytes.FromMiB(2800);
        Growing().When(_data.Used(95.Percent())).Then(Grow(3000));
    }

    [Fact]
    public void A_volume_at_its_ceiling_is_not_grown_but_an_alarm_is_raised_and_cleared()
    {
        _data.DeviceSize = Bytes.FromMiB(3000);
        Of<RaiseVolumeAtItsCeiling>(new GrowVolumeBeforeItFills())
            .When(_data.Used(84.Percent())).ThenNothing()
            .When(_data.Used(86.Percent())).Then(new RaiseAlarm("ceiling:data", Severity.Critical, ""))
            .When(_data.Used(80.Percent())).Then(new ClearAlarm("ceiling:data", ""));
    }

    [Fact]
    public void An_alarm_is_raised_before_the_ceiling_is_reached_and_not_long_before()
    {
        _data.DeviceSize = Bytes.FromMiB(2800);
        Of<RaiseVolumeNearItsCeiling>()
            .When(_data.Used(Bytes.FromMiB(2200))).ThenNothing()
            .When(_data.Used(Bytes.FromMiB(2300))).Then(new RaiseAlarm("near-ceiling:data", Severity.Warning, ""))
            .When(_data.Used(Bytes.FromMiB(1000))).Then(new ClearAlarm("near-ceiling:data", ""));
    }

    [Fact]
    public void A_volume_that_is_gone_is_left_alone() =>
        Growing().When(_data.Lost(), new ClockTick()).ThenNothing();

    [Fact]
    public void A_volume_whose_sensor_is_silent_is_left_alone() => Growing()
        .When(_data.Used(84.Percent()), new SensorFailed(SensorNames.Volumes, "data", "it hangs", "")).ThenNothing()
        .WhenTimePasses(7.Days()).ThenNothing();

    [Fact]
    public void A_half_done_growth_is_finished_and_a_read_only_one_is_not()
    {
        _data.FileSystemSize = Bytes.FromMiB(800);
        var test = Of<FinishHalfDoneGrowth>();
        test.When(_data.Used(Bytes.FromMiB(100), isReadOnly: true)).ThenNothing()
            .When(_data.Used(Bytes.FromMiB(100))).Then(Grow(1000));
    }

    [Fact]
    public void What_rounding_leaves_unused_is_no_half_done_growth()
    {
        _data.FileSystemSize = Bytes.FromMiB(984);
        Of<FinishHalfDoneGrowth>().When(_data.Used(Bytes.FromMiB(100))).ThenNothing();
    }

    [Fact]
    public void Inodes_that_growing_brings_are_grown_for_and_others_are_an_alarm()
    {
        var few = _data.Used(Bytes.FromMiB(100), inodes: 1000, inodesFree: 100);
        Of<GrowVolumeForInodes>(new RaiseInodeExhaustion()).When(few).Then(Grow(1500));
        var low = Policy with { Ceiling = Bytes.FromMiB(1001) };
        RuleTest.Of(new GrowVolumeForInodes(), new RaiseInodeExhaustion())
            .Given(_data.Settings(low), _data.Found("btrfs"))
            .When(few).Then(new RaiseAlarm("inodes:data", Severity.Critical, ""))
            .When(_data.Used(Bytes.FromMiB(100), inodes: 1000, inodesFree: 500)).Then(new ClearAlarm("inodes:data", ""));
    }

    [Fact]
    public void Inodes_below_the_limit_are_no_matter() =>
        Of<GrowVolumeForInodes>(new RaiseInodeExhaustion()).When(_data.Used(Bytes.FromMiB(100), inodes: 1000, inodesFree: 101)).ThenNothing();

    [Fact]
    public void What_stands_in_the_way_is_raised_once_and_cleared() => Of<RaiseVolumeThatCannotGrow>()
        .When(_data.Readiness(Bytes.Zero, new Obstacle("no room in the pool", "add a disk"))).Then(new RaiseAlarm("growth:data", Severity.Warning, ""))
        .When(new ClockTick()).ThenNothing()
        .WhenTimePasses(7.Days()).ThenNothing()
        .When(_data.Readiness(Bytes.FromGiB(1))).Then(new ClearAlarm("growth:data", ""));

    [Fact]
    public void A_wrong_expectation_tells_what_was_wanted_and_what_is_known()
    {
        var failure = Assert.Throws<RuleTestException>(() => Growing().When(_data.Used(90.Percent())).ThenNothing());
        Assert.Contains("expected were nothing", failure.Message, StringComparison.Ordinal);
        Assert.Contains("grow data to 1572864000 bytes", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Volume { Name = data", failure.Message, StringComparison.Ordinal);
    }

    private static GrowVolume Grow(long mebibytes) => new("data", Bytes.FromMiB(mebibytes), "");

    private RuleTest Growing() => Of<GrowVolumeBeforeItFills>();

    private RuleTest Of<TRule>(params Rule[] others)
        where TRule : Rule, new() => RuleTest.Of([new TRule(), .. others]).Given(_data.Settings(Policy), _data.Found());
}
