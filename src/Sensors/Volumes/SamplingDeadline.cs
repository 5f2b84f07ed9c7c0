using EventOps.Model;

namespace EventOps.Sensors.Volumes;

/// <summary>
/// How long a volume can safely go unread. Nothing can write faster than the fastest rate, so until the headroom could have
/// been used up at that rate the threshold cannot have been crossed.
/// </summary>
/// <param name="Fastest">The shortest wait; keeps a volume near its threshold from costing a whole core.</param>
/// <param name="Slowest">The longest wait: the safety re-read of a volume that nothing seems to write to.</param>
public sealed record SamplingDeadline(TimeSpan Fastest, TimeSpan Slowest)
{
    /// <param name="headroom">What may be written before the threshold is crossed; zero or less when it is crossed already.</param>
    /// <param name="available">What may be written before the volume is full.</param>
    /// <param name="fastestFill">The configured ceiling on the fill rate.</param>
    /// <param name="observed">The rate seen; above the ceiling it is believed, with half as much again for what was not seen yet.</param>
    public TimeSpan Next(Bytes headroom, Bytes available, ByteRate fastestFill, ByteRate observed)
    {
        var rate = ByteRate.Max(fastestFill, new ByteRate(observed.PerSecond + (observed.PerSecond / 2)));

        // Over the threshold the next thing to miss is the end: half of the time to it leaves room to act.
        var wait = headroom > Bytes.Zero ? rate.TimeFor(headroom) : rate.TimeFor(available) / 2;
        return wait < Fastest ? Fastest : wait > Slowest ? Slowest : wait;
    }
}
