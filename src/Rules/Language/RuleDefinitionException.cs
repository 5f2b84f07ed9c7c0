namespace EventOps.Rules.Language;

/// <summary>A rule says something that cannot be: the message names the rule and the cure.</summary>
public sealed class RuleDefinitionException : Exception
{
    public RuleDefinitionException(string rule, string message, Exception? inner = null)
        : base($"{rule}: {message}", inner) => Rule = rule;

    public string Rule { get; }
}
