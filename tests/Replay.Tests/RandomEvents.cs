namespace EventOps.Replay.Tests;

/// <summary>
/// Events such as sensors and settings give them, in no sensible order: of two volumes that are made up, and in two logs of three of one of the
/// machines whose journals are kept.
/// </summary>
internal sealed class RandomEvents(Random random)
{
    private static readonly string[] Volumes = ["a", "b"];

    private readonly CorpusEvents? _machine = random.Next(3) == 0 ? null : CorpusEvents.All[random.Next(CorpusEvents.All.Count)];

    public SettingsLoaded Settings()
    {
        var made = MadeUp();
        return _machine is { } machine && machine.Settings[random.Next(machine.Settings.Count)] is var settings
            ? settings with { Mode = made.Mode, Volumes = [.. settings.Volumes, .. made.Volumes] }
            : made;
    }

    private SettingsLoaded MadeUp() => new(
        "test.toml",
        "",
        random.Next(5) == 0 ? ActingMode.Observe : ActingMode.Act,
        [.. Volumes.Where(_ => random.Next(6) != 0).Select(v => new VolumePolicy
        {
            Volume = v,
            Ceiling = Bytes.FromMiB(random.Next(1000, 4000)),
            GrowAt = new Percent(random.Next(50, 95)),
            Step = Bytes.FromMiB(random.Next(50, 600)),
            Cooldown = TimeSpan.FromSeconds(random.Next(60)),
            EmergencyGrowths = random.Next(4),
        })]);

    public Event Next()
    {
        if (_machine is { Sensed.Count: > 0 } machine && random.Next(2) == 0)
        {
            return machine.Sensed[random.Next(machine.Sensed.Count)];
        }

        var volume = Volumes[random.Next(Volumes.Length)];
        return random.Next(24) switch
        {
            0 => Settings(),
            1 => new VolumeFound(volume, "/" + volume, "loop0", random.Next(2) == 0 ? "xfs" : "btrfs", VolumeKind.Image, "/img"),
            2 => new VolumeLost(volume, "unmounted"),
            3 => new SensorFailed(SensorNames.Volumes, volume, "it hangs", "wait"),
            4 => new ClockTick(),
            5 or 6 => new VolumeReadinessChanged(volume, random.Next(2) == 0 ? [] : [new Obstacle("no room", "add some")], Bytes.FromMiB(random.Next(2000))),
            7 => new MountChanged(Change.Changed, "/" + volume, "7:0", "xfs", "/dev/loop0", false),
            _ => Sample(volume),
        };
    }

    private VolumeSampled Sample(string volume)
    {
        var device = Bytes.FromMiB(random.Next(900, 4100));
        var free = Bytes.FromMiB(random.Next(0, 500));
        var rate = new ByteRate(random.Next(3) == 0 ? 0 : random.Next(1, 400) << 20);
        return new VolumeSampled(
            volume,
            device,
            free,
            free,
            1000,
            random.Next(0, 300),
            device,
            random.Next(6) == 0 ? new Bytes(device.Value / 2) : device,
            rate,
            rate,
            random.Next(15) == 0,
            rate > ByteRate.Zero ? TimeSpan.FromSeconds((double)free.Value / rate.PerSecond) : null);
    }
}
