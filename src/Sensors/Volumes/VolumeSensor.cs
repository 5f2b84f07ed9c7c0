using System.Reactive.Disposables;
using System.Reactive.Linq;
using EventOps.Model;

namespace EventOps.Sensors.Volumes;

/// <summary>
/// How full the volumes of the settings are, by statvfs(3), ahead of whoever writes to them: sampled before the threshold could
/// have been crossed at the fastest possible rate, and woken by writes (fanotify(7)) when idle.
/// </summary>
public sealed class VolumeSensor(
    IReadOnlyList<VolumePolicy> policies,
    SamplingDeadline deadline,
    TimeSpan stuckAfter,
    TimeProvider time) : ISensor
{
    private Dictionary<string, VolumeWatch> _watches = [];

    public string Name => SensorNames.Volumes;

    public IObservable<Event> Events => Observable.Create<Event>(observer =>
    {
        // Each watch has a thread of its own, and an observer takes one event at a time.
        var gate = new Lock();
        void Publish(Event e)
        {
            lock (gate)
            {
                observer.OnNext(e);
            }
        }

        var watches = policies.ToDictionary(p => p.Volume, p => new VolumeWatch(p, deadline, Publish, time), StringComparer.Ordinal);
        _watches = watches;
        var stuck = time.CreateTimer(_ => CheckStuck(watches), null, stuckAfter, stuckAfter);
        foreach (var watch in watches.Values)
        {
            watch.Start();
        }

        return new CompositeDisposable(
            stuck,
            Disposable.Create(() =>
            {
                foreach (var watch in watches.Values)
                {
                    watch.Dispose();
                }
            }));
    });

    /// <summary>Has all volumes looked for again whenever one of these tells of a mount or device.</summary>
    public IDisposable Watch(IObservable<Event> places) =>
        places.Where(e => e is MountChanged or BlockDeviceChanged or SensorGap).Subscribe(_ => LookAgainAtAll());

    /// <summary>Has one volume read again at once, sizes and all, and told even if nothing changed: an action on it has ended.</summary>
    public void Refresh(string volume)
    {
        if (_watches.TryGetValue(volume, out var watch))
        {
            watch.Refresh();
        }
    }

    private void LookAgainAtAll()
    {
        foreach (var watch in _watches.Values)
        {
            watch.LookAgain();
        }
    }

    private void CheckStuck(Dictionary<string, VolumeWatch> watches)
    {
        foreach (var watch in watches.Values)
        {
            watch.CheckStuck(stuckAfter);
        }
    }
}
