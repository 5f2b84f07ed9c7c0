using EventOps.Model;
using EventOps.Rules.Process;

namespace EventOps.Rules.Tests.Process;

/// <summary>What each event changes in what rules know.</summary>
public sealed class WorkingMemoryTests : IFactSink
{
    private static readonly GrowVolume Grow = new("data", Bytes.FromGiB(2), "x");
    private readonly Dictionary<(Type, string), IFact> _facts = [];
    private readonly WorkingMemory _memory;

    public WorkingMemoryTests() => _memory = new WorkingMemory(this);

    void IFactSink.Set<T>(T fact) => _facts[(typeof(T), fact.Key)] = fact;

    void IFactSink.Remove<T>(string key) => _facts.Remove((typeof(T), key));

    [Fact]
    public void A_volume_is_unknown_until_it_has_been_sampled()
    {
        Apply(Found());
        Assert.False(Data.IsKnown);
        Apply(Sample(500));
        Assert.True(Data.IsKnown);
        Assert.Equal(Bytes.FromMiB(500), Data.Available);
        Assert.Equal("/data.img", Data.Storage);
    }

    [Fact]
    public void A_fight_is_known_until_it_has_been_calm_for_two_minutes()
    {
        var until = new DateTimeOffset(2026, 1, 1, 0, 0, 10, TimeSpan.Zero);
        Apply(new ResourceContended("route:a", 5, until) { At = until.AddSeconds(-10) });
        Assert.Equal(new Contention("route:a", 5, until), _facts[(typeof(Contention), "route:a")]);
        Apply(new ClockTick { At = until.AddMinutes(2) });
        Assert.Single(_facts);
        Apply(new ClockTick { At = until.AddMinutes(2).AddSeconds(1) });
        Assert.Empty(_facts);
    }

    [Fact]
    public void G2_after_a_growth_rules_wait_for_a_sample_taken_after_it()
    {
        Apply(Found(), Sample(10), new ActionStarted(1, Grow, []));
        Assert.True(Data.IsGrowing);
        Apply(new ActionFinished(1, Grow, Outcome.Succeeded, "", TimeSpan.Zero));
        Assert.False(Data.IsGrowing);
        Assert.False(Data.IsKnown);
        Apply(Sample(600));
        Assert.True(Data.IsKnown);
    }

    [Fact]
    public void G5_D5_what_a_silent_sensor_said_is_not_acted_on()
    {
        Apply(Found(), Sample(10), new SensorFailed(SensorNames.Volumes, "data", "hangs", "wait"));
        Assert.False(Data.IsKnown);
        Apply(new SensorRecovered(SensorNames.Volumes, "data"), Sample(10));
        Assert.True(Data.IsKnown);
    }

    [Fact]
    public void A_sense_of_the_network_is_ready_while_only_a_part_of_it_fails()
    {
        Apply(new NetworkRead(NetworkSenses.Tunnels), new SensorFailed(NetworkSenses.Tunnels, "services", "EIO", "wait"));
        Assert.Single(_facts.Values.OfType<SenseReady>());
        Apply(new SensorFailed(NetworkSenses.Tunnels, "", "EIO", "wait"));
        Assert.Empty(_facts.Values.OfType<SenseReady>());

        // What cannot be read is a fact of its own.
        Assert.Equal(2, _facts.Values.OfType<SensorTrouble>().Count());
    }

    [Fact]
    public void A_volume_that_is_gone_leaves_no_fact()
    {
        Apply(Found(), Sample(10), new VolumeLost("data", "gone"));
        Assert.Empty(_facts);
        Apply(new VolumeLost("data", "gone still"));
        Assert.Empty(_facts);
    }

    [Fact]
    public void Another_filesystem_on_the_same_place_is_unknown_again()
    {
        Apply(Found(), Sample(10), Found() with { FileSystem = "ext4" });
        Assert.False(Data.IsKnown);
        Assert.Equal("ext4", Data.FileSystem);
    }

    [Fact]
    public void L9_after_a_restart_nothing_is_known_or_growing()
    {
        Apply(Found(), Sample(10), new ActionStarted(1, Grow, []), new DaemonStarted("v", "b", 1));
        Assert.False(Data.IsKnown);
        Assert.False(Data.IsGrowing);
    }

    [Fact]
    public void Settings_are_facts_and_those_no_longer_in_them_go()
    {
        Apply(Settings("a", "b"));
        Assert.Equal(["a", "b"], Policies());
        Apply(Settings("b"));
        Assert.Equal(["b"], Policies());

        string[] Policies() => [.. _facts.Keys.Where(f => f.Item1 == typeof(VolumePolicy)).Select(f => f.Item2).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void What_stands_in_the_way_is_told_in_one_line()
    {
        Apply(Found(), new VolumeReadinessChanged("data", [new Obstacle("a", "b"), new Obstacle("c", "d")], Bytes.FromMiB(5)));
        Assert.Equal("a; b; c; d", Data.Obstacles);
        Assert.Equal(Bytes.FromMiB(5), Data.Room);
        Apply(new VolumeReadinessChanged("data", [], Bytes.FromMiB(5)));
        Assert.Empty(Data.Obstacles);
    }

    [Fact]
    public void Alarms_stand_until_they_are_cleared()
    {
        Apply(new AlarmRaised("a", Severity.Warning, "x"));
        Assert.IsType<Alarm>(Assert.Single(_facts).Value);
        Apply(new AlarmCleared("a"));
        Assert.Empty(_facts);
    }

    private Volume Data => (Volume)_facts[(typeof(Volume), "data")];

    private static VolumeFound Found() => new("data", "/data", "loop0", "xfs", VolumeKind.Image, "/data.img");

    private static VolumeSampled Sample(long available) => new(
        "data", Bytes.FromGiB(1), Bytes.FromMiB(available), Bytes.FromMiB(available), 0, 0, Bytes.FromGiB(1), Bytes.FromGiB(1), default, default, false);

    private static SettingsLoaded Settings(params string[] names) =>
        new("f", "h", ActingMode.Act, [.. names.Select(n => new VolumePolicy { Volume = n, MountPoint = "/" + n, Ceiling = Bytes.FromGiB(1) })]);

    private void Apply(params Event[] events)
    {
        foreach (var e in events)
        {
            _memory.Apply(e);
        }
    }
}
