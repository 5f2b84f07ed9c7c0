using EventOps.Rules.Process;

namespace EventOps.Host.RuleProcess;

/// <summary>
/// Ends a rule process that is busy with one thing for too long. What counts is that it had the time and the processor and did
/// not come to an end: on a machine that gives it no processor, nobody is blamed. Asks for nothing while the process is idle.
/// </summary>
internal sealed class BusyWatch : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private readonly RunningRule _running;
    private readonly Func<ProcessLoad> _load;
    private readonly TimeSpan _limit;
    private readonly TimeProvider _time;
    private readonly Action _end;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private bool _isArmed;
    private long _sent;
    private long _since;
    private (long Since, TimeSpan Used) _seen;

    /// <param name="running">Shows whether author's code gets any further.</param>
    /// <param name="load">Of the process.</param>
    /// <param name="limit">The longest that one event, or one rule in a trial, may take.</param>
    /// <param name="end">Ends the process.</param>
    public BusyWatch(RunningRule running, Func<ProcessLoad> load, TimeSpan limit, TimeProvider time, Action end)
    {
        (_running, _load, _limit, _time, _end) = (running, load, limit, time, end);
        _timer = time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public bool WasStuck { get; private set; }

    /// <summary>The sequence of the last event that was dealt with.</summary>
    public long Done { get; private set; }

    public void Sent(long sequence)
    {
        lock (_lock)
        {
            if (_sent == Done)
            {
                _since = _time.GetTimestamp();
            }

            _sent = sequence;
            if (!_isArmed)
            {
                _isArmed = true;
                _timer.Change(_limit / 4, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Answered(long sequence)
    {
        lock (_lock)
        {
            Done = sequence;
            _since = _time.GetTimestamp();
        }
    }

    /// <summary>Waits for an answer as long as author's code gets on with it.</summary>
    /// <param name="startWithin">How long it may take until the first of it runs.</param>
    /// <exception cref="IOException">It did not get any further, and was ended.</exception>
    public async Task<T> WaitAsync<T>(Task<T> answer, TimeSpan startWithin, CancellationToken cancellationToken)
    {
        var (steps, since, used) = (_running.Steps, _time.GetTimestamp(), _load().Used);
        var patience = startWithin > _limit ? startWithin : _limit;
        while (!answer.IsCompleted)
        {
            await Task.WhenAny(answer, Task.Delay(LookEvery, _time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            if (_running.Steps is var now && now != steps)
            {
                (steps, since, used) = (now, _time.GetTimestamp(), _load().Used);
                patience = _running.Running != 0 ? _limit : patience;
            }
            else if (!answer.IsCompleted && _time.GetElapsedTime(since) is var wall && wall >= patience && IsStuck(wall, used, patience))
            {
                WasStuck = true;
                _end();
                throw new IOException("the rule process got no further and was ended");
            }
        }

        return await answer;
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private bool IsStuck(TimeSpan wall, TimeSpan usedBefore, TimeSpan limit)
    {
        var load = _load();
        return load.Used - usedBefore >= limit / 2 || (load.IsWaiting && wall >= limit * 2.5) || wall >= limit * 20;
    }

    private void Look()
    {
        lock (_lock)
        {
            if (_sent == Done)
            {
                _isArmed = false;
                return;
            }

            var wall = _time.GetElapsedTime(_since);
            if (_seen.Since != _since)
            {
                _seen = (_since, _load().Used);
            }
            else if (wall >= _limit && IsStuck(wall, _seen.Used, _limit))
            {
                WasStuck = true;
            }

            if (!WasStuck)
            {
                _timer.Change(_limit / 4, Timeout.InfiniteTimeSpan);
                return;
            }
        }

        _end();
    }
}
