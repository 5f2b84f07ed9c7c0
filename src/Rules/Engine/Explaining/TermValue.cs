namespace EventOps.Rules.Engine.Explaining;

/// <summary>A part of a condition and its value.</summary>
public sealed record TermValue(string Text, string Value)
{
    public override string ToString() => $"{Text} = {Value}";
}
