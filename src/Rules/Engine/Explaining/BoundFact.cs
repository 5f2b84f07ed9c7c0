namespace EventOps.Rules.Engine.Explaining;

/// <summary>A fact in the place of a rule's variable.</summary>
/// <param name="Name">The variable; empty when it has none.</param>
/// <param name="Fact">Null when there is no fact of the type.</param>
public sealed record BoundFact(string Name, Type Type, object? Fact);
