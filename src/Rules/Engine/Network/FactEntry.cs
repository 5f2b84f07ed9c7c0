namespace EventOps.Rules.Engine.Network;

/// <summary>A fact in working memory, with what it meets. There is one for every fact, so it is kept small.</summary>
internal sealed class FactEntry(TypeTable table)
{
    private const int LinksFlag = 1;
    private const int RetractedFlag = 2;
    private const int SupportsShift = 2;

    private readonly ulong[]? _words = table.Words > 1 ? new ulong[3 * table.Words] : null;
    private ulong _matched;
    private ulong _queued;
    private ulong _fired;
    private int _state;

    /// <summary>The fact; for an entry that waits to be used again, the next such entry or null.</summary>
    public object? Content;

    /// <summary>Its items in joins, ordered by pattern.</summary>
    public Item? Items;

    public object Fact
    {
        get => Content!;
        set => Content = value;
    }

    public TypeTable Table { get; } = table;

    public int Hash { get; set; }

    /// <summary>How many matches hold it up; 0 for a fact from outside.</summary>
    public int Supports
    {
        get => _state >> SupportsShift;
        set => _state = (value << SupportsShift) | (_state & (LinksFlag | RetractedFlag));
    }

    /// <summary>Single matches of it hold linked facts.</summary>
    public bool HasLinks
    {
        get => (_state & LinksFlag) != 0;
        set => _state = value ? _state | LinksFlag : _state & ~LinksFlag;
    }

    public bool IsRetracted
    {
        get => (_state & RetractedFlag) != 0;
        set => _state = value ? _state | RetractedFlag : _state & ~RetractedFlag;
    }

    /// <summary>Nothing of it waits on the agenda.</summary>
    public bool IsQuiet
    {
        get
        {
            for (var w = 0; w < Table.Words; w++)
            {
                if (Queued(w) != 0)
                {
                    return false;
                }
            }

            return true;
        }
    }

    public ref ulong Matched(int word) => ref _words is null ? ref _matched : ref _words[word];

    public ref ulong Queued(int word) => ref _words is null ? ref _queued : ref _words[Table.Words + word];

    public ref ulong Fired(int word) => ref _words is null ? ref _fired : ref _words[(2 * Table.Words) + word];
}
