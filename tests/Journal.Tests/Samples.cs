using EventOps.Model;
using EventOps.Model.Tests;

namespace EventOps.Journal.Tests;

/// <summary>An event of each kind, with every property set and text that needs escaping.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly VolumeSampled Sampled = new(
        "/data", Bytes.FromGiB(10), Bytes.FromGiB(2), Bytes.FromGiB(3), 655360, 600000, Bytes.FromGiB(11), Bytes.FromGiB(10), new(1 << 20), new(-5), false, 2048.Seconds());

    private static readonly GrowVolume Grow = new("/data", Bytes.FromGiB(11), "85 % of \"/data\" in use\n\u001b[31mred\u00e9\U0001F600");

    private static readonly Event[] Own =
    [
        new DaemonStarted("0.1.0", "b007", 42),
        new DaemonStopping("SIGTERM"),
        new SettingsLoaded("/etc/eventops/eventops.toml", new string('a', 64), ActingMode.Act, [new VolumePolicy { Volume = "/data", Ceiling = Bytes.FromGiB(20), MountPoint = "/data" }]),
        new RulesLoaded([new("grow", "grow.cs", new string('b', 64))]),
        new RulesRefused([new("grow.cs", 3, 7, "CS1002", "; expected", "var x = 1")]),
        new RuleFaulted("grow", "condition", "division by zero"),
        new RulePromoted("grow", new string('b', 64), "uid 0"),
        new RuleParked("grow", "grow.cs", new string('b', 64), "it looped"),
        new RuleStateKept(7, "{ \"x\": 1 }"),
        new RuleUnparked("grow", "its file changed"),
        new SensorGap("mounts", "ENOBUFS"),
        new SensorFailed("mounts", "/proc/self/mountinfo", "EIO", "look at dmesg"),
        new SensorRecovered("mounts", "/proc/self/mountinfo"),
        new ClockTick(),
        new MountChanged(Change.Added, "/srv/a b", "7:0", "xfs", "/dev/loop0", true),
        new BlockDeviceChanged(Change.Changed, "loop0", Bytes.FromMiB(512), false, "/srv/image"),
        new VolumeFound("/data", "/data", "loop0", "xfs", VolumeKind.Image, "/srv/image"),
        new VolumeLost("/data", "not mounted"),
        Sampled,
        new VolumeReadinessChanged("/data", [new("no room", "free some")], Bytes.FromMiB(100)),
        new IntentProposed(Grow, "grow", new string('b', 64), 7),
        new GuardVerdict(8, "volume:/data", Verdict.Allowed, "cooldown over"),
        new ActionStarted(8, Grow, ["enlarge the image", "grow XFS"]),
        new StepStarted(8, 0, "enlarge the image"),
        new StepFinished(8, 0, "enlarge the image", Outcome.Succeeded, "10 GiB", "11 GiB", 3.Milliseconds()),
        new ActionFinished(8, new RaiseAlarm("full", Severity.Critical, "it is"), Outcome.AlreadySo, "nothing to do", 5.Milliseconds()),
        new AlarmRaised("full", Severity.Warning, "nearly"),
        new ProposalApproved("check:/data", "uid 0"),
        new AlarmCleared("full"),
        new JournalSegment(1, new string('A', 32), "b007", "h057", "started"),
        new JournalGap(5, 9, "ENOSPC"),
        new JournalTorn("journal-00000000000000000001.jsonl", 17, "x.torn", "killed"),
    ];

    /// <summary>These, and one of each other kind.</summary>
    public static IReadOnlyList<Event> All { get; } = [.. Own, .. EventSamples.All.Where(e => !Own.Any(own => own.GetType() == e.GetType()))];
}
