namespace EventOps.Rules.Process;

/// <summary>What a rule looks at and what it can bring about, told from its definition.</summary>
/// <param name="Reads">Types of the facts it matches, negated ones with "not " before them.</param>
/// <param name="Wants">Types of the intents it can have.</param>
/// <param name="Yields">Types of the facts it makes.</param>
/// <param name="Volumes">Volumes that it calls by their names.</param>
public sealed record RuleShape(
    string Rule,
    string File,
    string Description,
    IReadOnlyList<string> Reads,
    IReadOnlyList<string> Wants,
    IReadOnlyList<string> Yields,
    IReadOnlyList<string> Volumes);
