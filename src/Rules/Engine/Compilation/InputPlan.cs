using System.Linq.Expressions;

namespace EventOps.Rules.Engine.Compilation;

/// <summary>Something that a join takes: the facts of a pattern, the results of a query, or the tuples of another join.</summary>
internal sealed class InputPlan(IReadOnlyList<int> slots)
{
    private readonly List<IndexPlan> _indexes = [];

    /// <summary>The slots that an item fills.</summary>
    public IReadOnlyList<int> Slots => slots;

    /// <summary>Its place among the inputs of the branch.</summary>
    public int Id { get; init; }

    public PatternPlan? Pattern { get; init; }

    /// <summary>For an input fed by a join of others.</summary>
    public JoinPlan? Join { get; init; }

    /// <summary>For an input fed by a query.</summary>
    public QueryPlan? Query { get; init; }

    public IReadOnlyList<IndexPlan> Indexes => _indexes;

    public IndexPlan Index(Expression key)
    {
        var text = key.ToString();
        // Text with an object in it doesn't tell which object.
        var known = text.Contains("value(", StringComparison.Ordinal) ? null : _indexes.Find(i => i.Text == text);
        return known ?? Add(IndexPlan.Of(key));
    }

    public IndexPlan Scan() => _indexes.Find(i => i is ScanPlan) ?? Add(new ScanPlan());

    private IndexPlan Add(IndexPlan index)
    {
        index.Ordinal = _indexes.Count;
        _indexes.Add(index);
        return index;
    }
}
