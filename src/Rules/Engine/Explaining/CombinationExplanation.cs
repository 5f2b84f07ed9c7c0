namespace EventOps.Rules.Engine.Explaining;

/// <summary>One combination of facts and how it meets the rule's conditions.</summary>
/// <param name="Terms">In written order; those that could not be judged because a fact is missing are left out.</param>
public sealed record CombinationExplanation(IReadOnlyList<BoundFact> Facts, IReadOnlyList<TermExplanation> Terms)
{
    public bool Holds => Facts.All(f => f.Fact is not null) && Terms.All(t => t.Holds);

    /// <summary>The first condition that doesn't hold; null when all do.</summary>
    public TermExplanation? FirstFailed => Terms.FirstOrDefault(t => !t.Holds);
}
