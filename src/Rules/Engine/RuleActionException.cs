namespace EventOps.Rules.Engine;

/// <summary>An action threw, in strict mode. Its match counts as fired; the others wait for the next Fire.</summary>
public sealed class RuleActionException(string rule, Exception inner)
    : Exception($"an action of '{rule}' failed: {inner.Message}", inner)
{
    public string Rule => rule;
}
