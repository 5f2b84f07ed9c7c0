namespace EventOps.Rules.Engine;

/// <summary>A condition threw, in strict mode. The fact it was tried on stays in memory.</summary>
public sealed class RuleConditionException(string rule, Exception inner)
    : Exception($"a condition of '{rule}' failed: {inner.Message}", inner)
{
    public string Rule => rule;
}
