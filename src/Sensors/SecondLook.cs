namespace EventOps.Sensors;

/// <summary>
/// Has something looked at once more after a while. The waits double as long as it is asked for again and again, from some seconds on they grow slowly, as much
/// that hides behind something else comes about within a minute, and after a calm they are short again.
/// </summary>
public sealed class SecondLook : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SlowFrom = TimeSpan.FromSeconds(4);

    /// <summary>After so long without anything to wait for, the next wait is short again.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _first;
    private readonly ITimer _timer;
    private TimeSpan _wait;
    private long _last;
    private bool _isWaiting;

    /// <param name="first">The shortest wait.</param>
    /// <param name="look">Called on a thread of the pool.</param>
    public SecondLook(TimeProvider time, TimeSpan first, Action look)
    {
        (_time, _first, _wait) = (time, first, first);
        _timer = time.CreateTimer(
            _ =>
            {
                Looked();
                look();
            },
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>Asks for it; nothing happens when it has been asked for already.</summary>
    public void Ask()
    {
        lock (_lock)
        {
            if (_isWaiting)
            {
                return;
            }

            if (_last != 0 && _time.GetElapsedTime(_last) > Calm)
            {
                _wait = _first;
            }

            // A timer that has been disposed of stays silent.
            _isWaiting = true;
            _timer.Change(_wait, Timeout.InfiniteTimeSpan);
            var next = _wait * (_wait < SlowFrom ? 2 : 1.1);
            _wait = next < Longest ? next : Longest;
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Looked()
    {
        lock (_lock)
        {
            _isWaiting = false;
            _last = _time.GetTimestamp();
        }
    }
}
