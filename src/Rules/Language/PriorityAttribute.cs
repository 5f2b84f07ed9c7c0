namespace EventOps.Rules.Language;

/// <summary>Larger runs first; 0 without it.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PriorityAttribute(int value) : Attribute
{
    public int Value { get; } = value;
}
