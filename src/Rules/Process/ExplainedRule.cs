using EventOps.Model;
using EventOps.Rules.Engine.Explaining;

namespace EventOps.Rules.Process;

/// <summary>Which rule to explain.</summary>
/// <param name="About">The key of the fact that the question is about; null for all.</param>
public sealed record ExplainOrder(string Rule, string? About);

/// <summary>How a rule stands to the facts as they are.</summary>
/// <param name="IsLoaded">False when there is no such rule.</param>
/// <param name="Matches">How many combinations of facts meet it.</param>
/// <param name="Nearest">Combinations that meet it first, then near misses.</param>
public sealed record ExplainedRule(string Rule, bool IsLoaded, int Matches, IReadOnlyList<ExplainedCombination> Nearest);

/// <summary>One combination of facts, each by its variable and key, and the rule's conditions over them.</summary>
public sealed record ExplainedCombination(bool Holds, IReadOnlyList<ExplainedValue> Facts, IReadOnlyList<ExplainedTerm> Terms)
{
    internal static ExplainedCombination Of(CombinationExplanation combination) => new(
        combination.Holds,
        [.. combination.Facts.Select(f => new ExplainedValue(f.Name, $"{f.Type.Name} {(f.Fact is IFact fact ? fact.Key : f.Fact?.ToString() ?? "missing")}"))],
        [.. combination.Terms.Select(t => new ExplainedTerm(t.Kind, t.Text, t.Holds, [.. t.Values.Select(v => new ExplainedValue(v.Text, v.Value))], t.Error))]);
}

/// <summary>A condition in its author's words.</summary>
/// <param name="Kind">match, not, exists, all, query, having or time.</param>
/// <param name="Error">What it threw; null when it did not.</param>
public sealed record ExplainedTerm(string Kind, string Text, bool Holds, IReadOnlyList<ExplainedValue> Values, string? Error);

public sealed record ExplainedValue(string Text, string Value);
