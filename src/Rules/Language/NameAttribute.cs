namespace EventOps.Rules.Language;

/// <summary>The rule's name; without it, the full name of its class.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NameAttribute(string value) : Attribute
{
    public string Value { get; } = value;
}
