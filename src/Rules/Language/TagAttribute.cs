namespace EventOps.Rules.Language;

/// <summary>A word to find the rule by. A rule may have many, its base classes' included.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class TagAttribute(string value) : Attribute
{
    public string Value { get; } = value;
}
