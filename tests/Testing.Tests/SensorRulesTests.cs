namespace EventOps.Testing.Tests;

/// <summary>What cannot be read is said once it has lasted, and taken back when it can be read again.</summary>
public class SensorRulesTests
{
    private static readonly SensorFailed Locked = new(SensorNames.Storage, "lvm", "it waits", "flock (process 7) holds V_vg0");
    private static readonly RaiseAlarm Alarm = new("blind:storage lvm", Severity.Warning, "");
    private static readonly ClearAlarm Cleared = new("blind:storage lvm", "");

    [Fact]
    public void What_lasts_for_ten_seconds_is_told_and_taken_back() => RuleTest.Of(new RaiseSensorThatFails())
        .When(Locked).ThenNothing()
        .WhenTimePasses(10.Seconds()).Then(Alarm)
        .When(new SensorRecovered(SensorNames.Storage, "lvm")).Then(Cleared);

    [Fact]
    public void A_moment_is_not_told() => RuleTest.Of(new RaiseSensorThatFails())
        .When(Locked).WhenTimePasses(9.Seconds()).When(new SensorRecovered(SensorNames.Storage, "lvm")).WhenTimePasses(1.Minutes()).ThenNothing();

    [Fact]
    public void What_the_settings_no_longer_speak_of_is_forgotten() => RuleTest.Of(new RaiseSensorThatFails())
        .When(Locked, new SensorFailed(SensorNames.Volumes, "data", "it hangs", "")).WhenTimePasses(10.Seconds()).Then(Alarm, Alarm with { Key = "blind:volumes data" })
        .When(new SettingsLoaded("test.toml", "", ActingMode.Act, [])).Then(new ClearAlarm("blind:volumes data", ""))
        .When(new SettingsLoaded("test.toml", "", ActingMode.Act, []) { Storage = new StoragePolicy { ThinPools = [new() { Name = "vg0/pool0", Ceiling = Bytes.FromGiB(1) }] } })
        .Then(Cleared);
}
