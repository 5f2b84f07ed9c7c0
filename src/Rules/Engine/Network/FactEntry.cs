namespace EventOps.Rules.Engine.Network;

/// <summary>A fact in working memory, with what it meets.</summary>
internal sealed class FactEntry(object fact, TypeTable table, int hash)
{
    private ulong _matched;
    private ulong _queued;
    private ulong _fired;
    private readonly ulong[]? _words = table.Words > 1 ? new ulong[3 * table.Words] : null;

    public object Fact = fact;

    public TypeTable Table { get; } = table;

    public int Hash { get; set; } = hash;

    /// <summary>Its place among the facts.</summary>
    public int Place;

    /// <summary>How many matches hold it up; 0 for a fact from outside.</summary>
    public int Supports;

    /// <summary>Its items in joins, ordered by pattern.</summary>
    public Item? Items;

    /// <summary>Single matches of it hold linked facts.</summary>
    public bool HasLinks;

    public bool IsRetracted;

    public ref ulong Matched(int word) => ref _words is null ? ref _matched : ref _words[word];

    public ref ulong Queued(int word) => ref _words is null ? ref _queued : ref _words[Table.Words + word];

    public ref ulong Fired(int word) => ref _words is null ? ref _fired : ref _words[(2 * Table.Words) + word];
}
