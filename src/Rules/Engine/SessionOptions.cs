using EventOps.Rules.Language;

namespace EventOps.Rules.Engine;

/// <summary>What a session is made with.</summary>
public sealed record SessionOptions
{
    public SessionMode Mode { get; init; } = SessionMode.Safe;

    /// <summary>Where intents go; without it, a rule that acts fails.</summary>
    public IIntentSink? Intents { get; init; }

    /// <summary>Answers what actions ask for by type; null when it has no such service.</summary>
    public Func<Type, object?>? Services { get; init; }

    /// <summary>The event stream's time when the session begins.</summary>
    public DateTimeOffset Start { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>Ends firing between two matches; actions see it too.</summary>
    public CancellationToken Stopping { get; init; }

    /// <summary>In safe mode, how many firings may follow one from another before they are taken for an endless loop. Firings that come from changes from outside don't count.</summary>
    public int FiringBudget { get; init; } = 1_000;
}
