namespace EventOps.Rules.Engine.Explaining;

/// <summary>How often a condition held and how often not, wherever all before it held.</summary>
/// <param name="Kind">match, not, exists, all, having or time.</param>
public sealed record TermCoverage(string Rule, string Kind, string Text, long True, long False);
