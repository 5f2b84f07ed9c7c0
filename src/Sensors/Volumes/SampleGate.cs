using EventOps.Model;

namespace EventOps.Sensors.Volumes;

/// <summary>
/// Which readings are worth an event. A volume near its threshold is read a thousand times a second; rules need the crossing,
/// the burst and its end, and a steady trickle in between.
/// </summary>
internal sealed class SampleGate
{
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Slowest = TimeSpan.FromSeconds(30);

    private VolumeSampled? _last;
    private bool _wasOver;
    private TimeSpan _at;

    public void Reset() => _last = null;

    /// <param name="sample">The reading.</param>
    /// <param name="isOver">Whether it is over a threshold of its policy.</param>
    /// <param name="now">Monotonic.</param>
    public bool Passes(VolumeSampled sample, bool isOver, TimeSpan now)
    {
        if (_last is { } last && !IsNews(last, sample, isOver, now - _at))
        {
            return false;
        }

        (_last, _wasOver, _at) = (sample, isOver, now);
        return true;
    }

    private bool IsNews(VolumeSampled last, VolumeSampled sample, bool isOver, TimeSpan since)
    {
        if (isOver != _wasOver
            || sample.DeviceSize != last.DeviceSize
            || sample.FileSystemSize != last.FileSystemSize
            || sample.Size != last.Size
            || sample.IsReadOnly != last.IsReadOnly)
        {
            return true;
        }

        // Over the threshold each sixteenth of what is left counts: often enough to see the end come, and a few dozen events at most.
        if (isOver && last.Available - sample.Available > Bytes.Max(new Bytes(last.Available.Value / 16), Bytes.FromMiB(1)))
        {
            return true;
        }

        var hasChanged = sample.Free != last.Free || sample.InodesFree != last.InodesFree
            || sample.ShortRate != last.ShortRate || sample.LongRate != last.LongRate;
        return hasChanged && since >= Interval(sample.TimeToFull);
    }

    /// <summary>A twentieth of the time to full, so that a slow filling writes few lines and a fast one enough of them.</summary>
    private static TimeSpan Interval(TimeSpan? timeToFull)
    {
        var interval = (timeToFull ?? Slowest) / 20;
        return interval < Steady ? Steady : interval > Slowest ? Slowest : interval;
    }
}
