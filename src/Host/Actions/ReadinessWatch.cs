using System.Reactive.Linq;
using EventOps.Actuators.Volumes;
using EventOps.Host.Pipeline;
using EventOps.Model;

namespace EventOps.Host.Actions;

/// <summary>
/// Finds out, before anything needs it, whether the volumes could be grown, and says so when the answer changes: when a volume is
/// found, after each growth, when mounts or devices change, and now and then because the pool beneath fills up unheard.
/// </summary>
internal sealed class ReadinessWatch(VolumeGrowth growth, IReadOnlyList<VolumePolicy> policies, Inbox inbox) : IDisposable
{
    private const string Source = "readiness";
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan NowAndThen = TimeSpan.FromSeconds(60);

    /// <summary>A mount whose server is dead can hold a look for ever: it is left behind, and not looked at again until it ends.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, Task<VolumeReadinessChanged>> _looking = new(StringComparer.Ordinal);
    private readonly Dictionary<string, VolumeReadinessChanged> _said = new(StringComparer.Ordinal);
    private IDisposable? _subscription;

    public void Start(IObservable<Event> seen) => _subscription = seen
        .Where(e => e is VolumeFound or ActionFinished { Intent: GrowVolume or StorageCorrection } or MountChanged or BlockDeviceChanged or SettingsLoaded)
        .Throttle(Settling)
        .Select(_ => 0L)
        .Merge(Observable.Interval(NowAndThen))
        .Select(_ => Observable.FromAsync(LookAsync))
        .Concat()
        .Subscribe(_ => { }, e => inbox.Post(new SensorFailed(Source, "", e.Message, "restart the daemon"), Source));

    public void Dispose() => _subscription?.Dispose();

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var policy in policies)
        {
            if (await LookAsync(policy, cancellationToken) is not { } now)
            {
                continue;
            }

            if (!_said.TryGetValue(policy.Volume, out var before) || !IsSame(before, now))
            {
                _said[policy.Volume] = now;
                inbox.TryPost(now, Source);
            }
        }
    }

    /// <returns>Null when the look does not end in its time, or one before it has not ended yet.</returns>
    private async Task<VolumeReadinessChanged?> LookAsync(VolumePolicy policy, CancellationToken cancellationToken)
    {
        if (_looking.TryGetValue(policy.Volume, out var before) && !before.IsCompleted)
        {
            return null;
        }

        var look = Task.Run(() => growth.ReadinessAsync(policy, cancellationToken).AsTask(), cancellationToken);
        _looking[policy.Volume] = look;
        try
        {
            return await look.WaitAsync(AnswerWithin, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <summary>Room that changes by less than a sixteenth is no news.</summary>
    private static bool IsSame(VolumeReadinessChanged a, VolumeReadinessChanged b) =>
        a.Obstacles.SequenceEqual(b.Obstacles) && Math.Abs(a.Room.Value - b.Room.Value) <= a.Room.Value / 16;
}
