using EventOps.Host.Pipeline;
using EventOps.Model;

namespace EventOps.Host.RuleProcess;

/// <summary>Posts a tick of the clock when rules wait for a time and nothing else happens. Idle while none waits.</summary>
internal sealed class RuleTimer : IAsyncDisposable
{
    private readonly Inbox _inbox;
    private readonly StreamClock _clock;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private DateTimeOffset? _due;

    public RuleTimer(Inbox inbox, StreamClock clock, TimeProvider time)
    {
        (_inbox, _clock) = (inbox, clock);
        _timer = time.CreateTimer(_ => Tick(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <param name="due">In stream time; null when nothing waits.</param>
    public void Set(DateTimeOffset? due)
    {
        lock (_lock)
        {
            if (due != _due)
            {
                _due = due;
                _timer.Change(due is { } at ? Wait(at) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    /// <summary>Timers count whole milliseconds, and at most about 49 days: a tick that comes too early is followed by another.</summary>
    private TimeSpan Wait(DateTimeOffset due)
    {
        var wait = Math.Clamp(Math.Ceiling(_clock.Until(due).TotalMilliseconds), 0, int.MaxValue);
        return TimeSpan.FromMilliseconds(wait);
    }

    private void Tick()
    {
        lock (_lock)
        {
            if (_due is not { } due)
            {
                return;
            }

            if (_clock.Until(due) > TimeSpan.Zero)
            {
                _timer.Change(Wait(due), Timeout.InfiniteTimeSpan);
                return;
            }

            _due = null;
        }

        _inbox.Post(new ClockTick(), RuleProcessLink.Source);
    }
}
