namespace EventOps.Rules.Engine.Explaining;

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
