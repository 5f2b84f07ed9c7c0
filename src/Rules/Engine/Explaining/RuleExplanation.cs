namespace EventOps.Rules.Engine.Explaining;

/// <summary>Why a rule matches, or what is in its way.</summary>
/// <param name="Matches">How many matches stand now.</param>
/// <param name="Alternatives">One for each way that its Ors leave.</param>
public sealed record RuleExplanation(string Rule, bool IsParked, int Matches, IReadOnlyList<AlternativeExplanation> Alternatives);

/// <summary>One alternative of a rule.</summary>
/// <param name="Nearest">Combinations of facts, those that hold first, then the near misses: most conditions held first.</param>
public sealed record AlternativeExplanation(IReadOnlyList<CombinationExplanation> Nearest);

/// <summary>One combination of facts and how it meets the rule's conditions.</summary>
/// <param name="Terms">In written order; those that could not be judged because a fact is missing are left out.</param>
public sealed record CombinationExplanation(IReadOnlyList<BoundFact> Facts, IReadOnlyList<TermExplanation> Terms)
{
    public bool Holds => Facts.All(f => f.Fact is not null) && Terms.All(t => t.Holds);

    /// <summary>The first condition that doesn't hold; null when all do.</summary>
    public TermExplanation? FirstFailed => Terms.FirstOrDefault(t => !t.Holds);
}

/// <summary>A fact in the place of a rule's variable.</summary>
/// <param name="Name">The variable; empty when it has none.</param>
/// <param name="Fact">Null when there is no fact of the type.</param>
public sealed record BoundFact(string Name, Type Type, object? Fact);

/// <summary>One condition as its author wrote it, with what it saw.</summary>
/// <param name="Kind">match, not, exists, all, query, having or time.</param>
/// <param name="Values">What the parts of the condition were.</param>
/// <param name="Error">What it threw; it counts as not held then.</param>
public sealed record TermExplanation(string Kind, string Text, bool Holds, IReadOnlyList<TermValue> Values, string? Error = null)
{
    public override string ToString()
    {
        var values = Values.Count == 0 ? "" : $" ({string.Join(", ", Values)})";
        var error = Error is null ? "" : $" failed: {Error}";
        return $"{(Holds ? "holds" : "FAILS")}: {Text}{values}{error}";
    }
}

/// <summary>A part of a condition and its value.</summary>
public sealed record TermValue(string Text, string Value)
{
    public override string ToString() => $"{Text} = {Value}";
}
