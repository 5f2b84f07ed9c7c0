using EventOps.Model;

namespace EventOps.Host.Settings;

/// <summary>How the rule process runs.</summary>
public sealed record RulesSettings
{
    /// <summary>A user name or a number (uid); never root.</summary>
    public required string User { get; init; }

    /// <summary>The most memory that the rule process may have.</summary>
    public required Bytes Memory { get; init; }

    /// <summary>What new and edited rules may do until they are promoted.</summary>
    public required RuleMode NewRules { get; init; }

    /// <summary>How long one condition or one action of a rule may take before the rule process is ended; an event as a whole may take ten times as long, loading a file five times.</summary>
    public required TimeSpan AnswerWithin { get; init; }
}
