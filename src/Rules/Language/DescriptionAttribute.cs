namespace EventOps.Rules.Language;

/// <summary>What the rule is for, in a sentence.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class DescriptionAttribute(string value) : Attribute
{
    public string Value { get; } = value;
}
