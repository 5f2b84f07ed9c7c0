using EventOps.Linux.FileSystems;
using EventOps.Linux.Native;
using EventOps.Linux.Security;
using EventOps.Linux.Volumes;
using EventOps.Model;

namespace EventOps.Sensors.Volumes;

/// <summary>
/// Watches one volume on a thread of its own, because statvfs(3) can hang in the kernel and nothing else may wait for it.
/// While the volume is written to, it is read by deadline; when it falls quiet, a mark on the filesystem is set that wakes
/// the thread at the next write, and taken away again at once, so that writers pay for one event and not for each write.
/// </summary>
internal sealed class VolumeWatch : IDisposable
{
    /// <summary>How long a volume must stay unchanged to be quiet.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    /// <summary>While it is written to, the rates want a reading at least this often.</summary>
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(1);

    private readonly VolumePolicy _policy;
    private readonly SamplingDeadline _deadline;
    private readonly Action<Event> _publish;
    private readonly TimeProvider _time;
    private readonly EventDescriptor _wake = new();
    private readonly FillRate _rate = new();
    private readonly SampleGate _gate = new();
    private readonly WriteMark _mark = new();
    private readonly Thread _thread;
    private readonly long _origin;

    private MountedVolume? _mounted;
    private VolumeSampled? _reading;
    private string? _lost;
    private Bytes _deviceSize;
    private Bytes _fileSystemSize;
    private TimeSpan _quietSince;
    private bool _failed;
    private long _readingSince;
    private volatile bool _stopping;
    private volatile bool _isAwaited;

    public VolumeWatch(VolumePolicy policy, SamplingDeadline deadline, Action<Event> publish, TimeProvider time)
    {
        (_policy, _deadline, _publish, _time) = (policy, deadline, publish, time);
        _origin = time.GetTimestamp();
        _thread = new Thread(Run, 256 * 1024) { IsBackground = true, Name = "volume " + policy.Volume };
    }

    public void Start() => _thread.Start();

    /// <summary>Has it look again at once: something about mounts or devices changed.</summary>
    public void LookAgain() => _wake.Set();

    /// <summary>
    /// Has it look again at once and tell what it finds, even if that is no news: after an action whatever was known is known no more,
    /// also where a reading between the action's last step and its end has told of the change already.
    /// </summary>
    public void Refresh()
    {
        _isAwaited = true;
        _wake.Set();
    }

    /// <summary>Says so once when a reading hangs for longer than <paramref name="limit"/>.</summary>
    public void CheckStuck(TimeSpan limit)
    {
        var since = Interlocked.Read(ref _readingSince);
        if (since != 0 && !_failed && _time.GetElapsedTime(since) >= limit)
        {
            _failed = true;
            _publish(new SensorFailed(
                SensorNames.Volumes,
                _policy.Volume,
                $"reading its usage has not returned for {Duration.Format(_time.GetElapsedTime(since))}",
                "see whether its server or device answers; nothing is decided about it until it does"));
        }
    }

    public void Dispose()
    {
        _stopping = true;
        _wake.Set();

        // A thread that hangs in the kernel cannot be waited for; it ends with the process.
        if (_thread.IsAlive && Interlocked.Read(ref _readingSince) == 0)
        {
            _thread.Join(TimeSpan.FromSeconds(1));
        }

        if (!_thread.IsAlive)
        {
            _mark.Dispose();
            _wake.Dispose();
        }
    }

    private TimeSpan Now => _time.GetElapsedTime(_origin);

    private void Run()
    {
        // Late by a time slice is late by megabytes: ahead of the writers that it watches, and woken to the microsecond.
        Scheduling.RaiseCurrentThread(-10);
        Scheduling.SetTimerSlack(1);
        while (!_stopping)
        {
            _wake.Reset();
            try
            {
                Look();
            }
            catch (Exception e) when (e is LinuxException or IOException or NotSupportedException)
            {
                // Out of descriptors, say: this volume is unread until it works again, and nothing else may end over it.
                Lose(e.Message);
                Wait(_deadline.Slowest);
            }
        }
    }

    private void Look()
    {
        Find();
        if (_mounted is null)
        {
            Wait(_deadline.Slowest);
        }
        else
        {
            WatchUntilTold();
        }
    }

    /// <summary>Looks where the volume is now, and says when that has changed.</summary>
    private void Find()
    {
        var mounted = MountedVolume.Find(_policy.MountPoint, _policy.Device);
        if (mounted is null)
        {
            Lose(_policy.MountPoint is { } path ? $"nothing is mounted on {path}" : $"{_policy.Device} is not mounted");
            return;
        }

        if (_mounted is null || !mounted.IsSameAs(_mounted))
        {
            _mark.Clear();
            _rate.Reset();
            _gate.Reset();
            _publish(new VolumeFound(
                _policy.Volume, mounted.MountPoint.ToString(), mounted.DeviceName, mounted.FileSystem, mounted.Kind, mounted.Storage));
            _lost = null;
        }

        _mounted = mounted;
        _quietSince = Now;
    }

    private void Lose(string reason)
    {
        _mark.Clear();
        _mounted = null;
        if (_lost != reason)
        {
            _lost = reason;
            _publish(new VolumeLost(_policy.Volume, reason));
        }
    }

    private void WatchUntilTold()
    {
        if (_isAwaited)
        {
            _isAwaited = false;
            _gate.Reset();
        }

        ReadSizes();
        while (!_stopping && _mounted is { } mounted)
        {
            if (!TryRead(mounted, out var reading))
            {
                return;
            }

            var headroom = Publish(reading);
            var wait = _deadline.Next(headroom, reading.Available, _policy.FastestFill, _rate.Fastest);
            var isQuiet = Now - _quietSince >= Settling;
            if (isQuiet && _mark.Set(mounted.MountPoint))
            {
                // A write may have come between the reading and the mark.
                if (TryRead(mounted, out reading) && !HasMoved(reading))
                {
                    wait = _deadline.Slowest;
                }
            }

            var moved = Wait(isQuiet || wait < Steady ? wait : Steady);
            if (moved is Woken.Told)
            {
                return;
            }

            if (moved is Woken.Written)
            {
                _mark.Clear();
                _quietSince = Now;
            }
            else if (isQuiet)
            {
                ReadSizes();
            }
        }
    }

    private bool TryRead(MountedVolume mounted, out FileSystemUsage usage)
    {
        Interlocked.Exchange(ref _readingSince, _time.GetTimestamp());
        try
        {
            usage = FileSystemUsage.Read(mounted.MountPoint);
        }
        catch (LinuxException e)
        {
            usage = default;
            Lose(e.Message);
            return false;
        }
        finally
        {
            Interlocked.Exchange(ref _readingSince, 0);
        }

        if (_failed)
        {
            _failed = false;
            _publish(new SensorRecovered(SensorNames.Volumes, _policy.Volume));
            _gate.Reset();
        }

        return true;
    }

    /// <returns>How much may be written before the threshold is crossed.</returns>
    private Bytes Publish(in FileSystemUsage usage)
    {
        if (HasMoved(usage))
        {
            _quietSince = Now;
        }

        _rate.Add(Now, usage.Used);
        var fastest = _rate.Fastest;
        _reading = new VolumeSampled(
            _policy.Volume,
            usage.Size,
            usage.Available,
            usage.Free,
            usage.Inodes,
            usage.InodesAvailable,
            _deviceSize,
            _fileSystemSize,
            _rate.Short,
            _rate.Long,
            usage.IsReadOnly,
            fastest > ByteRate.Zero ? fastest.TimeFor(usage.Available) : null);

        var headroom = _policy.Headroom(usage.Used, usage.Available);
        var inodes = Percent.Of(usage.Inodes - usage.InodesAvailable, usage.Inodes);
        var isOver = headroom <= Bytes.Zero || (usage.Inodes > 0 && inodes >= _policy.GrowAtInodes);
        if (_gate.Passes(_reading, isOver, Now))
        {
            _publish(_reading);
        }

        return headroom;
    }

    private bool HasMoved(in FileSystemUsage usage) =>
        _reading is null || usage.Free != _reading.Free || usage.Size != _reading.Size || usage.InodesAvailable != _reading.InodesFree;

    /// <summary>The device's size and what the filesystem spans of it: they change seldom, and reading them costs an open.</summary>
    private void ReadSizes()
    {
        if (_mounted is not { } mounted)
        {
            return;
        }

        Interlocked.Exchange(ref _readingSince, _time.GetTimestamp());
        try
        {
            (_deviceSize, _fileSystemSize) = mounted.ReadSizes();
        }
        catch (LinuxException)
        {
            // Unmounted in between: the mount table says so next.
            (_deviceSize, _fileSystemSize) = (Bytes.Zero, Bytes.Zero);
        }
        finally
        {
            Interlocked.Exchange(ref _readingSince, 0);
        }
    }

    private Woken Wait(TimeSpan time)
    {
        Span<PollRequest> requests =
        [
            new(_wake.Handle, PollEvents.Readable),
            new(_mark.Handle ?? _wake.Handle, PollEvents.Readable),
        ];
        if (Poll.Wait(requests, time) == 0)
        {
            return Woken.ByTime;
        }

        return requests[0].Returned != PollEvents.None ? Woken.Told : Woken.Written;
    }

    private enum Woken
    {
        ByTime,
        Told,
        Written,
    }
}
