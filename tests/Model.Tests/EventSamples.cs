namespace EventOps.Model.Tests;

/// <summary>One event of every kind, with all that it can hold.</summary>
internal static class EventSamples
{
    private static readonly GrowVolume Grow = new("data \"1\"\n", Bytes.FromGiB(2), "97 % in use");
    private static readonly DateTimeOffset At = new(2026, 3, 29, 1, 59, 59, 123, TimeSpan.Zero);

    public static IReadOnlyList<Event> All { get; } = new Event[]
    {
        new DaemonStarted("0.1.0", "boot", 42),
        new DaemonStopping("asked to stop"),
        new SettingsLoaded("/etc/e.toml", "abc", ActingMode.Act, [new VolumePolicy { Volume = "data", MountPoint = "/da ta\n", Ceiling = Bytes.FromGiB(8) }]),
        new RulesLoaded([new RuleSummary("Grow", "Grow.cs", "def")]),
        new RulesRefused([new RuleProblem("Grow.cs", 3, 7, "CS1002", "; expected", "var x")]),
        new RuleFaulted("Grow", "action", "boom"),
        new RulePromoted("Grow", "def", "uid 0"),
        new RuleParked("Grow", "Grow.cs", "def", "it hung"),
        new RuleUnparked("Grow", "its file changed"),
        new RuleStateKept(17, "{}"),
        new SensorGap(SensorNames.Mounts, "lost"),
        new SensorFailed(SensorNames.Volumes, "data", "hangs", "see the server"),
        new SensorRecovered(SensorNames.Volumes, "data"),
        new ClockTick(),
        new MountChanged(Change.Added, "/mnt/ünï", "8:1", "ext4", "/dev/sda1", true),
        new BlockDeviceChanged(Change.Changed, "loop0", Bytes.FromMiB(64), false, "/srv/x.img"),
        new VolumeFound("data", "/data", "loop0", "xfs", VolumeKind.Image, "/srv/x.img"),
        new VolumeLost("data", "nothing is mounted on /data"),
        new VolumeSampled(
            "data", new Bytes(3), new Bytes(1), new Bytes(2), 10, 5, new Bytes(4), new Bytes(3), new ByteRate(-7), new ByteRate(8), true, TimeSpan.FromTicks(12345)),
        new VolumeReadinessChanged("data", [new Obstacle("no room", "free space")], new Bytes(99)),
        new IntentProposed(Grow, "Grow", "def", 17),
        new GuardVerdict(18, Grow.Resource, Verdict.AllowedInEmergency, "full in 2 s"),
        new ActionStarted(18, Grow, ["extend", "grow"]),
        new StepStarted(18, 1, "extend"),
        new StepFinished(18, 1, "extend", Outcome.Succeeded, "1 GiB", "2 GiB", TimeSpan.FromMilliseconds(3)),
        new ActionFinished(18, Grow, Outcome.Abandoned, "hangs", TimeSpan.FromSeconds(60)),
        new ResourceContended("route:fdaa::/16", 5, new DateTimeOffset(2026, 3, 29, 2, 0, 9, TimeSpan.Zero)),
        new AlarmRaised("ceiling:data", Severity.Critical, "full"),
        new AlarmCleared("ceiling:data"),
        new JournalSegment(1, "hash", "boot", "host", "rotated"),
        new JournalGap(5, 9, "disk full"),
        new JournalTorn("a.jsonl", 12, "a.torn", "no line end"),
    }.Select(e => e with { At = At }).ToList();

    public static Event Of(string kind) => All.Single(e => EventKinds.Of(e) == kind);
}
