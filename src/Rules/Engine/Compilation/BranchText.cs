namespace EventOps.Rules.Engine.Compilation;

/// <summary>What one alternative of a rule says, for explanations.</summary>
internal sealed class BranchText
{
    private readonly List<TextItem> _items = [];

    public IReadOnlyList<TextItem> Items => _items;

    public void Add(TextItem item) => _items.Add(item);
}

/// <param name="Word">match, not, exists, all, query, having or time.</param>
/// <param name="OwnTexts">Of conditions on the fact alone.</param>
/// <param name="Joint">Conditions that join it with others.</param>
internal sealed record TextItem(string Word, Type Type, int Slot, string Alias, IReadOnlyList<string> OwnTexts, IReadOnlyList<Condition> Joint)
{
    public PatternPlan? Own { get; init; }

    /// <summary>For what is judged late, its place in that chain.</summary>
    public int LateStep { get; init; } = -1;
}
