using System.Reactive.Linq;
using EventOps.Linux.Mounts;
using EventOps.Linux.Native;
using EventOps.Model;

namespace EventOps.Sensors.Mounts;

/// <summary>Mounts that come, go and change their options, as poll(2) on /proc/self/mountinfo tells it (proc_pid_mountinfo(5)).</summary>
/// <param name="resync">How often the table is read although nothing told of a change.</param>
public sealed class MountSensor(TimeSpan resync) : ISensor
{
    public string Name => SensorNames.Mounts;

    public IObservable<Event> Events => Observable.Create<Event>(observer => SensorThread.Start(Name, observer, Watch));

    private void Watch(IObserver<Event> observer, EventDescriptor stop)
    {
        using var watch = new MountWatch();
        var known = new Dictionary<LinuxPath, MountChanged>();
        var skipped = 0;
        do
        {
            var table = MountTable.Read();
            if (table.SkippedLines != skipped)
            {
                skipped = table.SkippedLines;
                observer.OnNext(new SensorGap(Name, $"{skipped} lines of mountinfo could not be understood"));
            }

            Publish(observer, known, table);
        }
        while (watch.Wait(stop, resync) is not MountWait.Stopped);
    }

    private static void Publish(IObserver<Event> observer, Dictionary<LinuxPath, MountChanged> known, MountTable table)
    {
        var present = new Dictionary<LinuxPath, MountChanged>();
        foreach (var mount in table.Mounts)
        {
            // Of several on one point the last is the one that a path leads to.
            present[mount.MountPoint] = new MountChanged(
                Change.Added, mount.MountPoint.ToString(), mount.Device.ToString(), mount.FileSystem, mount.Source.ToString(), mount.IsReadOnly);
        }

        foreach (var (point, gone) in known.Where(k => !present.ContainsKey(k.Key)).ToList())
        {
            known.Remove(point);
            observer.OnNext(gone with { Change = Change.Removed });
        }

        foreach (var (point, mount) in present)
        {
            if (!known.TryGetValue(point, out var before))
            {
                observer.OnNext(mount);
            }
            else if (before != mount)
            {
                observer.OnNext(mount with { Change = Change.Changed });
            }

            known[point] = mount;
        }
    }
}
