namespace EventOps.Sensors.Network;

/// <summary>Time for deadlines: it begins at the epoch, and no step of the wall clock moves it.</summary>
internal sealed class MonotonicClock(TimeProvider time)
{
    private readonly long _began = time.GetTimestamp();

    public DateTimeOffset Now => DateTimeOffset.UnixEpoch + time.GetElapsedTime(_began);
}
