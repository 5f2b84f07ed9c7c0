namespace EventOps.Rules.Engine.Network;

/// <summary>Facts that go together: one item of each input of a join. It knows its neighbours in each item's list.</summary>
internal sealed class JoinTuple
{
    private Item? _item0;
    private Item? _item1;
    private TupleLink _link0;
    private TupleLink _link1;
    private readonly Item[]? _more;
    private readonly TupleLink[]? _moreLinks;

    public JoinTuple(JoinState join)
    {
        Join = join;
        if (join.Width > 2)
        {
            _more = new Item[join.Width - 2];
            _moreLinks = new TupleLink[join.Width - 2];
        }
    }

    public JoinState Join { get; }

    /// <summary>What the join's output keeps for it: the match of a rule, or the element of a query.</summary>
    public object? State;

    /// <summary>The witnesses of the quantifiers.</summary>
    public Witness[]? Witnesses;

    /// <summary>All quantifiers hold: it has been handed on.</summary>
    public bool IsOpen;

    public bool IsGone;

    public TupleFlags Flags;

    /// <summary>How often it was queued or taken back: an older place on the agenda is void.</summary>
    public int Round;

    public Item this[int place]
    {
        get => place == 0 ? _item0! : place == 1 ? _item1! : _more![place - 2];
        set
        {
            if (place == 0)
            {
                _item0 = value;
            }
            else if (place == 1)
            {
                _item1 = value;
            }
            else
            {
                _more![place - 2] = value;
            }
        }
    }

    public ref TupleLink Link(int place) => ref place == 0 ? ref _link0 : ref place == 1 ? ref _link1 : ref _moreLinks![place - 2];

    public void Load(object?[] values)
    {
        for (var i = 0; i < Join.Width; i++)
        {
            this[i].Load(values);
        }
    }
}

internal struct TupleLink
{
    public JoinTuple? Previous;
    public JoinTuple? Next;
}

/// <summary>The fact that shows that a quantifier's condition is met; null when none does.</summary>
internal struct Witness
{
    public Item? Item;
    public JoinTuple? Previous;
    public JoinTuple? Next;
}

[Flags]
internal enum TupleFlags : byte
{
    None = 0,

    /// <summary>It waits on the agenda.</summary>
    Queued = 1,

    Fired = 2,

    /// <summary>All that is judged late holds too.</summary>
    Active = 4,
}
