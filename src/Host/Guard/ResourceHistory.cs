using EventOps.Model;

namespace EventOps.Host.Guard;

/// <summary>What was done to one resource lately: one action at a time, a cooldown, an emergency budget, a breaker.</summary>
internal sealed class ResourceHistory
{
    private static readonly TimeSpan BudgetWindow = TimeSpan.FromHours(1);
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromHours(1);

    /// <summary>A refusal changed nothing, and may be no more than that something else has to come first: it is asked for again soon.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private const int FailuresToOpen = 3;

    private readonly Queue<DateTimeOffset> _emergencies = new();
    private long? _inFlight;
    private bool _hasStarted;
    private bool _abandoned;
    private int _failures;
    private int _refusals;
    private DateTimeOffset _lastFailure = DateTimeOffset.MinValue;
    private DateTimeOffset _lastRefusal = DateTimeOffset.MinValue;
    private DateTimeOffset _lastEnd = DateTimeOffset.MinValue;

    /// <summary>Where the journal tells of the last change of it; what was decided on what stood before that is stale.</summary>
    public long ChangedAt { get; private set; }

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
    /// <param name="sequence">Where the journal tells of it; 0 when it does not.</param>
    public void Ended(long intentSequence, Outcome outcome, DateTimeOffset at, long sequence = 0)
    {
        _inFlight = _inFlight == intentSequence ? null : _inFlight;
        _lastEnd = at;
        _abandoned = outcome is Outcome.Abandoned;
        switch (outcome)
        {
            case Outcome.Succeeded or Outcome.AlreadySo:
                ChangedAt = outcome is Outcome.Succeeded ? Math.Max(ChangedAt, sequence) : ChangedAt;
                (_failures, _refusals) = (0, 0);
                break;

            case Outcome.Refused:
                (_refusals, _lastRefusal) = (_refusals + 1, at);
                break;

            default:
                (_failures, _lastFailure) = (_failures + 1, at);
                break;
        }
    }

    /// <summary>What refused it is gone: it need not wait any longer.</summary>
    public void Cleared() => _refusals = 0;

    /// <summary>A re-read shows a sound state again: what was abandoned may be acted on.</summary>
    public void FoundSound() => _abandoned = false;

    /// <returns>Why nothing may begin now whatever the need; null when something may.</returns>
    public string? Blocks(DateTimeOffset now) => Holds() ?? Waits(now);

    /// <returns>What holds the resource itself, whoever asks; null when nothing does.</returns>
    public string? Holds() => _inFlight is { } sequence ? $"action {sequence} on it has not ended"
        : _abandoned ? "an action on it was abandoned; it is left alone until a re-read shows it sound"
        : null;

    /// <param name="isQuick">A try costs next to nothing and changes nothing when it fails, most often as something else has to come first: it waits as if it had been refused.</param>
    /// <returns>Why what did not succeed lately is not tried again yet; null when it may be.</returns>
    public string? Waits(DateTimeOffset now, bool isQuick = false)
    {
        var (first, longest) = isQuick ? (FirstWait, LongestWait) : (FirstBackoff, LongestBackoff);
        var (failed, refused) = (Until(_failures, _lastFailure, first, longest), Until(_refusals, _lastRefusal, FirstWait, LongestWait));
        return failed > now ? $"{_failures} actions in a row did not succeed; the next try is in {Duration.Format(failed - now)}"
            : refused > now ? $"{_refusals} tries in a row were refused; the next is in {Duration.Format(refused - now)}"
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

    /// <summary>Free after a few in a row; from there on each further one doubles the wait, one try at a time in between.</summary>
    private static DateTimeOffset Until(int count, DateTimeOffset last, TimeSpan first, TimeSpan longest)
    {
        if (count < FailuresToOpen)
        {
            return DateTimeOffset.MinValue;
        }

        var wait = first * (1 << Math.Min(count - FailuresToOpen, 10));
        return last + (wait < longest ? wait : longest);
    }
}
