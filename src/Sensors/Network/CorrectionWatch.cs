using System.Reactive.Disposables;
using System.Reactive.Linq;
using EventOps.Model;

namespace EventOps.Sensors.Network;

/// <summary>
/// Sees to it that a correction that did not come about is thought of again: refused because another had not ended, or failed because
/// something else must come first. The waits grow while that goes on.
/// </summary>
public sealed class CorrectionWatch(TimeProvider time) : IAttentiveSensor, IDisposable
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>After so long without anything to wait for, the next wait is short again.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private IObserver<Event>? _observer;
    private ITimer? _timer;
    private TimeSpan _wait = First;
    private long _last;
    private bool _isWaiting;

    public string Name => "corrections";

    public IObservable<Event> Events => Observable.Create<Event>(observer =>
    {
        _observer = observer;
        _timer = time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        return Disposable.Create(Dispose);
    });

    public void Hear(Event e)
    {
        var isOpen = e switch
        {
            GuardVerdict { Verdict: Verdict.Refused } verdict => Resources.IsOfNetwork(verdict.Resource),
            ActionFinished { Intent: Correction, Outcome: Outcome.Failed or Outcome.Refused or Outcome.Abandoned } finished =>
                Resources.IsOfNetwork(finished.Intent.Resource),
            _ => false,
        };
        if (isOpen)
        {
            Wait();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _timer?.Dispose();
            _timer = null;
        }
    }

    private void Wait()
    {
        lock (_lock)
        {
            if (_isWaiting || _timer is null)
            {
                return;
            }

            if (_last != 0 && time.GetElapsedTime(_last) > Calm)
            {
                _wait = First;
            }

            _isWaiting = true;
            _timer.Change(_wait, Timeout.InfiniteTimeSpan);
            _wait = _wait * 2 < Longest ? _wait * 2 : Longest;
        }
    }

    private void Look()
    {
        lock (_lock)
        {
            _isWaiting = false;
            _last = time.GetTimestamp();
        }

        _observer?.OnNext(new NetworkLooked("a correction did not come about"));
    }
}
