namespace EventOps.Rules.Engine.Explaining;

/// <summary>Why a rule matches, or what is in its way.</summary>
/// <param name="Matches">How many matches stand now.</param>
/// <param name="Alternatives">One for each way that its Ors leave.</param>
public sealed record RuleExplanation(string Rule, bool IsParked, int Matches, IReadOnlyList<AlternativeExplanation> Alternatives);
