namespace EventOps.Testing.Tests;

/// <summary>A thin pool grows in each of its parts before that is full, and what cannot be is said.</summary>
public class ThinPoolRulesTests
{
    private static readonly ThinPoolPolicy Policy = new() { Name = "vg0/pool0", Step = Bytes.FromMiB(100), Ceiling = Bytes.FromMiB(500), Reserve = Bytes.FromMiB(20) };

    private static readonly ThinPool Sound = new("vg0/pool0", "vg0", Bytes.FromMiB(300), 40.Percent(), Bytes.FromMiB(4), 11.Percent(), Bytes.FromGiB(1));

    [Fact]
    public void Of_a_pool_with_room_nothing_is_wanted() => See(Sound).ThenNothing();

    [Fact]
    public void Its_data_grows_by_a_step() =>
        See(Sound with { DataUsed = 80.Percent() }).Then(new GrowThinPool("vg0/pool0", Bytes.FromMiB(400), Policy.Reserve, ""));

    [Fact]
    public void The_last_step_ends_at_the_ceiling_and_none_goes_beyond()
    {
        See(Sound with { DataUsed = 90.Percent(), Size = Bytes.FromMiB(450) }).Then(new GrowThinPool("vg0/pool0", Bytes.FromMiB(500), Policy.Reserve, ""));
        See(Sound with { DataUsed = 90.Percent(), Size = Bytes.FromMiB(500) }).Then(Alarm);
    }

    [Fact]
    public void The_reserve_of_the_group_stays()
    {
        See(Sound with { DataUsed = 90.Percent(), Growable = Bytes.FromMiB(60) }).Then(new GrowThinPool("vg0/pool0", Bytes.FromMiB(340), Policy.Reserve, ""));
        See(Sound with { DataUsed = 90.Percent(), Growable = Bytes.FromMiB(20) }).Then(Alarm);
    }

    [Fact]
    public void Its_metadata_grows_by_half_and_leaves_as_much_for_the_spare()
    {
        var full = Sound with { MetadataUsed = 85.Percent() };
        See(full).Then(new GrowThinPoolMetadata("vg0/pool0", Bytes.FromMiB(8), Policy.Reserve, ""));
        See(full with { MetadataSize = Bytes.FromMiB(64) }).Then(new GrowThinPoolMetadata("vg0/pool0", Bytes.FromMiB(96), Policy.Reserve, ""));
        See(full with { Growable = Bytes.FromMiB(27) }).Then(Alarm);
        See(full with { MetadataSize = ThinPoolPlan.LargestMetadata }).Then(Alarm);
    }

    [Fact]
    public void A_pool_that_the_settings_do_not_name_is_left_alone() =>
        See(Sound with { Name = "vg0/other", DataUsed = 99.Percent() }).ThenNothing();

    [Fact]
    public void Once_grown_it_is_calm_and_the_alarm_goes() =>
        See(Sound with { DataUsed = 90.Percent(), Growable = Bytes.Zero }).Then(Alarm)
            .When(Report(Sound with { DataUsed = 60.Percent() }), new StorageLooked("")).Then(new ClearAlarm("thin-pool:vg0/pool0", ""));

    [Fact]
    public void It_is_told_of_before_it_is_as_large_as_it_can_become_and_not_beside_that_it_cannot_grow()
    {
        var near = new RaiseAlarm("near-ceiling:vg0/pool0", Severity.Warning, "");
        var close = Sound with { Size = Bytes.FromMiB(480), DataUsed = 74.Percent() };
        RuleTest.Of(new RaiseThinPoolNearItsCeiling(), new RaiseThinPoolThatCannotGrow()).Given(Policies)
            .When(Report(Sound)).ThenNothing()
            .When(Report(close)).Then(near)
            .When(Report(close with { DataUsed = 75.Percent() })).ThenNothing()
            .When(Report(close with { Size = Bytes.FromMiB(500), DataUsed = 80.Percent() })).Then(new ClearAlarm("near-ceiling:vg0/pool0", ""), Alarm);
        RuleTest.Of(new RaiseThinPoolNearItsCeiling()).Given(Policies).When(Report(Sound with { DataUsed = 75.Percent(), Growable = Bytes.FromMiB(30) })).Then(near);
    }

    private static SettingsLoaded Policies => new("test.toml", "", ActingMode.Act, []) { Storage = new StoragePolicy { ThinPools = [Policy] } };

    private static RaiseAlarm Alarm => new("thin-pool:vg0/pool0", Severity.Critical, "");

    private static LvmReported Report(ThinPool pool) => new([], [], []) { ThinPools = [pool] };

    private static RuleTest See(ThinPool pool) => RuleTest.Of(new GrowThinPoolBeforeItFills(), new GrowThinPoolMetadataBeforeItFills(), new RaiseThinPoolThatCannotGrow())
        .When(Policies, Report(pool), new StorageLooked(""));
}
