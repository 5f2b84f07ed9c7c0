using EventOps.Model;

namespace EventOps.Host.Guard;

/// <summary>What was done to one resource lately: one action at a time, a cooldown, an emergency budget, a breaker.</summary>
internal sealed class ResourceHistory
{
    private static readonly TimeSpan BudgetWindow = TimeSpan.FromHours(1);
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromHours(1);
    private const int FailuresToOpen = 3;

    private readonly Queue<DateTimeOffset> _emergencies = new();
    private long? _inFlight;
    private bool _hasStarted;
    private bool _abandoned;
    private int _failures;
    private DateTimeOffset _lastEnd = DateTimeOffset.MinValue;

    /// <summary>Corrections that something else may have undone.</summary>
    public RoundHistory Rounds { get; } = new();

    public void Began(long intentSequence, bool inEmergency, DateTimeOffset at)
    {
        (_inFlight, _hasStarted) = (intentSequence, false);
        if (inEmergency)
        {
            _emergencies.Enqueue(at);
        }
    }

    /// <summary>An action's start is seen: the one just allowed, or one that a restarted daemon takes up again.</summary>
    public void Resumed(long intentSequence) => (_inFlight, _hasStarted) = (intentSequence, true);

    /// <summary>The daemon ended with this in flight. What had begun stays so until the recovery has taken it up and ended it.</summary>
    public void Interrupted() => _inFlight = _hasStarted ? _inFlight : null;

    /// <param name="intentSequence">The action that ended: it may be another than the one in flight.</param>
    public void Ended(long intentSequence, Outcome outcome, DateTimeOffset at)
    {
        _inFlight = _inFlight == intentSequence ? null : _inFlight;
        _lastEnd = at;
        _abandoned = outcome is Outcome.Abandoned;
        _failures = outcome is Outcome.Succeeded or Outcome.AlreadySo ? 0 : _failures + 1;
    }

    /// <summary>A re-read shows a sound state again: what was abandoned may be acted on.</summary>
    public void FoundSound() => _abandoned = false;

    /// <returns>Why nothing may begin now whatever the need; null when something may.</returns>
    public string? Blocks(DateTimeOffset now)
    {
        if (_inFlight is { } sequence)
        {
            return $"action {sequence} on it has not ended";
        }

        if (_abandoned)
        {
            return "an action on it was abandoned; it is left alone until a re-read shows it sound";
        }

        var opensAt = BreakerClosesAt;
        return opensAt > now
            ? $"{_failures} actions in a row did not succeed; the next try is in {Duration.Format(opensAt - now)}"
            : null;
    }

    public TimeSpan CooldownLeft(TimeSpan cooldown, DateTimeOffset now) =>
        _lastEnd == DateTimeOffset.MinValue || now - _lastEnd >= cooldown ? TimeSpan.Zero : cooldown - (now - _lastEnd);

    public int EmergenciesLately(DateTimeOffset now)
    {
        while (_emergencies.TryPeek(out var oldest) && now - oldest >= BudgetWindow)
        {
            _emergencies.Dequeue();
        }

        return _emergencies.Count;
    }

    /// <summary>Open after a few failures in a row; each further one doubles the wait, one try at a time in between.</summary>
    private DateTimeOffset BreakerClosesAt
    {
        get
        {
            if (_failures < FailuresToOpen)
            {
                return DateTimeOffset.MinValue;
            }

            var doublings = Math.Min(_failures - FailuresToOpen, 10);
            var wait = FirstBackoff * (1 << doublings);
            return _lastEnd + (wait < LongestBackoff ? wait : LongestBackoff);
        }
    }
}
