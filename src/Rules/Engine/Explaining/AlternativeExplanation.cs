namespace EventOps.Rules.Engine.Explaining;

/// <summary>One alternative of a rule.</summary>
/// <param name="Nearest">Combinations of facts, those that hold first, then the near misses: most conditions held first.</param>
public sealed record AlternativeExplanation(IReadOnlyList<CombinationExplanation> Nearest);
