using EventOps.Rules.Process;

namespace EventOps.Host.RuleProcess;

/// <summary>
/// Ends a rule process that gets no further. What counts is that it had the time and the processor and did not come to an end: on a
/// machine that gives it no processor, nobody is blamed. Asks for nothing while the process is idle.
/// </summary>
internal sealed class BusyWatch : IAsyncDisposable
{
    /// <summary>All that one event makes rules do may take so many times what one condition or one action may.</summary>
    private const int EventLimit = 10;

    /// <summary>A file's first code runs while much else is compiled for the first time.</summary>
    public const int LoadLimit = 5;

    /// <summary>In a trial each condition is compiled where it first runs, and all else that this needs with the first of them.</summary>
    public const int TrialLimit = 3;

    private const int LooksPerLimit = 8;

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
    private Mark _event;
    private Mark _step;
    private long _steps;

    /// <param name="running">Shows whether author's code gets any further.</param>
    /// <param name="load">Of the process.</param>
    /// <param name="limit">The longest that one condition or one action of a rule may take.</param>
    /// <param name="end">Ends the process.</param>
    public BusyWatch(RunningRule running, Func<ProcessLoad> load, TimeSpan limit, TimeProvider time, Action end)
    {
        (_running, _load, _limit, _time, _end) = (running, load, limit, time, end);
        _timer = time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public bool WasStuck { get; private set; }

    /// <summary>The sequence of the last event that was dealt with.</summary>
    public long Done { get; private set; }

    /// <summary>Something was sent that has not been dealt with.</summary>
    public bool IsBusy
    {
        get
        {
            lock (_lock)
            {
                return _sent != Done;
            }
        }
    }

    public void Sent(long sequence)
    {
        lock (_lock)
        {
            _sent = sequence;
            if (!_isArmed)
            {
                // What the process has used by now is asked at the first look: events do not wait for /proc.
                _isArmed = true;
                _event = new Mark(_time.GetTimestamp(), null, Done);
                _timer.Change(_limit / LooksPerLimit, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Answered(long sequence)
    {
        lock (_lock)
        {
            Done = sequence;
        }
    }

    /// <summary>Waits for an answer as long as author's code gets on with it.</summary>
    /// <param name="startWithin">How long it may take until the first of it runs.</param>
    /// <param name="times">How many times the limit one condition or action may take: <see cref="LoadLimit"/>, <see cref="TrialLimit"/>.</param>
    /// <exception cref="IOException">It did not get any further, and was ended.</exception>
    public async Task<T> WaitAsync<T>(Task<T> answer, TimeSpan startWithin, int times, CancellationToken cancellationToken)
    {
        var limit = _limit * times;
        var patience = startWithin > limit ? startWithin : limit;
        var (steps, last) = (_running.Steps, Now());
        while (!answer.IsCompleted)
        {
            await Task.WhenAny(answer, Task.Delay(LookEvery, _time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            if (_running.Steps is var now && now != steps)
            {
                (steps, last) = (now, Now());
                patience = _running.Running != 0 ? limit : patience;
            }
            else if (!answer.IsCompleted && IsStuck(last, patience))
            {
                WasStuck = true;
                _end();
                throw new IOException("the rule process got no further and was ended");
            }
        }

        return await answer;
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private Mark Now() => new(_time.GetTimestamp(), _load().Used, Done);

    private bool IsStuck(Mark since, TimeSpan limit)
    {
        var wall = _time.GetElapsedTime(since.At);
        if (wall < limit)
        {
            return false;
        }

        var load = _load();
        return load.Used - since.Used >= limit / 2 || (load.IsWaiting && wall >= limit * 5) || wall >= limit * 100;
    }

    /// <summary>Within an event, each step of a rule is progress; the event as a whole has a limit too.</summary>
    private void Look()
    {
        lock (_lock)
        {
            if (_sent == Done)
            {
                _isArmed = false;
                return;
            }

            if (_event.Used is null && _event.Done == Done)
            {
                (_steps, _event) = (_running.Steps, _event with { Used = _load().Used });
                _step = _event;
            }
            else if (_event.Done != Done)
            {
                (_steps, _event) = (_running.Steps, Now());
                _step = _event;
            }
            else if (_running.Steps is var steps && steps != _steps)
            {
                (_steps, _step) = (steps, Now());
            }

            WasStuck |= IsStuck(_step, _running.Running != 0 ? _limit : _limit * EventLimit) || IsStuck(_event, _limit * EventLimit);
            if (!WasStuck)
            {
                _timer.Change(_limit / LooksPerLimit, Timeout.InfiniteTimeSpan);
                return;
            }
        }

        _end();
    }

    /// <param name="At">When.</param>
    /// <param name="Used">What the process had used of the processors by then; null until it is asked.</param>
    /// <param name="Done">The last event that it had dealt with.</param>
    private readonly record struct Mark(long At, TimeSpan? Used, long Done);
}
