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

    /// <summary>How long the rule process may be busy with one event, or with loading one file, before it is ended.</summary>
    public required TimeSpan AnswerWithin { get; init; }
}
