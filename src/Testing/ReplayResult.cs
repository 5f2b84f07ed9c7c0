namespace EventOps.Testing;

/// <summary>What rules decided on a log.</summary>
/// <param name="Events">Those that rules saw.</param>
public sealed record ReplayResult(long Events, IReadOnlyList<RuleIntent> Intents)
{
    /// <summary>One line for each decision: what a golden journal holds.</summary>
    public string Decisions => string.Concat(Intents.Select(i => i + "\n"));
}
