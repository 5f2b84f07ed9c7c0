namespace EventOps.Rules.Language;

/// <summary>Whether a match that has fired fires again when its facts are updated.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RepeatabilityAttribute(RuleRepeatability value) : Attribute
{
    public RuleRepeatability Value { get; } = value;
}
