using EventOps.Host.Guard;
using EventOps.Model;

namespace EventOps.Host.Tests.Guard;

/// <summary>A guard and the event stream that it sees, as the pipeline feeds it; time passes only when told.</summary>
internal sealed class GuardScene
{
    private long _sequence;

    public GuardScene(VolumePolicy? policy = null, ActingMode mode = ActingMode.Act)
    {
        Settings(policy ?? Policy, mode);
        See(new VolumeFound("data", "/data", "loop0", "xfs", VolumeKind.Image, "/data.img"));
        Sample(Bytes.FromGiB(1));
    }

    public static VolumePolicy Policy { get; } = new()
    {
        Volume = "data",
        MountPoint = "/data",
        Ceiling = Bytes.FromGiB(8),
        Cooldown = TimeSpan.FromSeconds(30),
        EmergencyGrowths = 3,
    };

    public ActionGuard Guard { get; } = new();

    public DateTimeOffset Now { get; private set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>All that the guard has seen, and the intents that it judged.</summary>
    public List<(long Sequence, Event Event)> History { get; } = [];

    public void Pass(TimeSpan time) => Now += time;

    public void See(Event e) => Record(e);

    public void Settings(VolumePolicy policy, ActingMode mode = ActingMode.Act) => See(new SettingsLoaded("f", "h", mode, [policy]));

    public void Sample(Bytes device, Bytes? available = null, TimeSpan? timeToFull = null, Bytes? fileSystem = null, bool isReadOnly = false) => See(new VolumeSampled(
        "data", device, available ?? Bytes.FromMiB(100), available ?? Bytes.FromMiB(100), 0, 0, device, fileSystem ?? device, default, default, isReadOnly, timeToFull));

    public GuardVerdict Ask(double gibibytes) => Ask(gibibytes, out _);

    public GuardVerdict Ask(double gibibytes, out Intent? granted) =>
        Ask(new GrowVolume("data", new Bytes((long)(gibibytes * (1 << 30))), "test"), out granted);

    /// <param name="decidedAfter">The last event that the rule had seen; null for all.</param>
    public GuardVerdict Ask(Intent intent, out Intent? granted, long? decidedAfter = null)
    {
        var after = decidedAfter ?? _sequence;
        var sequence = Record(new IntentProposed(intent, "rule", "hash", after));
        var verdict = Guard.Judge(sequence, intent, Now, out granted, decidedAfter: after);
        Record(verdict);
        return verdict with { At = Now };
    }

    /// <summary>The action that was just allowed ends.</summary>
    public void Finish(GuardVerdict verdict, Outcome outcome = Outcome.Succeeded) =>
        See(new ActionFinished(verdict.IntentSequence, new GrowVolume("data", Bytes.FromGiB(2), "test"), outcome, "", TimeSpan.Zero));

    public void Start(GuardVerdict verdict) =>
        See(new ActionStarted(verdict.IntentSequence, new GrowVolume("data", Bytes.FromGiB(2), "test"), ["extend"]));

    private long Record(Event e)
    {
        var placed = e with { At = Now };
        History.Add((++_sequence, placed));
        Guard.See(placed, _sequence);
        return _sequence;
    }
}
