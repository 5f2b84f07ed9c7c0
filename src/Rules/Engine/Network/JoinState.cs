using EventOps.Rules.Engine.Compilation;

namespace EventOps.Rules.Engine.Network;

/// <summary>
/// Joins its inputs: from the item that changed it looks the others up by key, and keeps only whole tuples. There is no memory of
/// half ones.
/// </summary>
internal sealed partial class JoinState
{
    private readonly BranchState _branch;
    private readonly SeedPlan[] _seeds;
    private readonly Func<object?[], bool>? _fullTest;
    private readonly InputState[] _inputs;
    private readonly Item[] _found;
    private readonly QuantifierState[] _quantifiers;
    private JoinTuple? _root;

    public JoinState(JoinPlan plan, BranchState branch, ITupleSink sink)
    {
        _branch = branch;
        Sink = sink;
        Width = plan.Inputs.Count;
        _seeds = [.. plan.Seeds];
        _fullTest = plan.FullTest;
        _inputs = [.. plan.Inputs.Select(i => branch.Inputs[i.Id])];
        _found = new Item[Width];
        for (var i = 0; i < Width; i++)
        {
            _inputs[i].ConnectTo(new Place(this, i));
        }

        _quantifiers = [.. plan.Quantifiers.Select((q, i) => new QuantifierState(q, i, this, branch))];
    }

    /// <summary>How many inputs it joins.</summary>
    public int Width { get; }

    public ITupleSink Sink { get; }

    /// <summary>A join of nothing has one tuple, from the start.</summary>
    public void Start()
    {
        if (Width == 0)
        {
            _root = new JoinTuple(this);
            Open(_root);
        }
    }

    public IEnumerable<JoinTuple> TuplesFrom(int place, int index, ProbePlan probe)
    {
        if (place < 0)
        {
            return _root is null ? [] : [_root];
        }

        return Tuples(place, probe.Find(_inputs[place].Indexes[index], _branch.Values)?.Head, index);
    }

    /// <summary>All tuples, by way of the facts; for explanations.</summary>
    public IEnumerable<JoinTuple> Tuples(IEnumerable<FactEntry> facts)
    {
        if (_root is not null)
        {
            yield return _root;
        }

        if (Width == 0)
        {
            yield break;
        }

        foreach (var item in _inputs[0].Items(facts))
        {
            for (var tuple = item.FirstTuple; tuple is not null; tuple = tuple.Link(0).Next)
            {
                yield return tuple;
            }
        }
    }

    /// <summary>Looks at the quantifiers again, after a witness came or went.</summary>
    public void Reopen(JoinTuple tuple)
    {
        var open = Holds(tuple);
        if (open == tuple.IsOpen)
        {
            return;
        }

        tuple.IsOpen = open;
        if (open)
        {
            Sink.Created(tuple);
        }
        else
        {
            Sink.Removed(tuple);
        }
    }

    /// <summary>The first tuples of a left item's bucket, for quantifiers without allocation.</summary>
    public Bucket? LeftBucket(int place, int index, ProbePlan probe) => _branch.Find(probe, _inputs[place].Indexes[index]);

    public JoinTuple? Root => _root;

    private static IEnumerable<JoinTuple> Tuples(int place, Item? item, int index)
    {
        for (; item is not null; item = item.Link(index).Next)
        {
            for (var tuple = item.FirstTuple; tuple is not null; tuple = tuple.Link(place).Next)
            {
                yield return tuple;
            }
        }
    }

    private void Added(int place, Item item) => Search(place, item);

    private void Updated(int place, Item item)
    {
        JoinTuple? next;
        for (var tuple = item.FirstTuple; tuple is not null; tuple = next)
        {
            next = tuple.Link(place).Next;
            tuple.Load(_branch.Values);
            if (_branch.Test(_fullTest))
            {
                Refresh(tuple);
            }
            else
            {
                Remove(tuple);
            }
        }

        if (item.KeyChanged || !_seeds[place].OnlyKeys)
        {
            Search(place, item);
        }
    }

    private void Seen(int place, Item item)
    {
        if (Sink is not MatchSink { HasTime: true } sink)
        {
            return;
        }

        JoinTuple? next;
        for (var tuple = item.FirstTuple; tuple is not null; tuple = next)
        {
            next = tuple.Link(place).Next;
            sink.Seen(tuple);
        }
    }

    private void Removed(Item item)
    {
        while (item.FirstTuple is { } tuple)
        {
            Remove(tuple);
        }
    }

    private void Create()
    {
        var tuple = new JoinTuple(this);
        for (var i = 0; i < Width; i++)
        {
            tuple[i] = _found[i];
            Append(_found[i], tuple, i);
        }

        Open(tuple);
        if (Width > 2)
        {
            tuple.Load(_branch.Values);
        }
    }

    private void Open(JoinTuple tuple)
    {
        if (_quantifiers.Length > 0)
        {
            tuple.Witnesses = new Witness[_quantifiers.Length];
            foreach (var quantifier in _quantifiers)
            {
                quantifier.Witness(tuple);
            }
        }

        if (Holds(tuple))
        {
            tuple.IsOpen = true;
            Sink.Created(tuple);
        }
    }

    private void Refresh(JoinTuple tuple)
    {
        foreach (var quantifier in _quantifiers)
        {
            quantifier.Review(tuple);
        }

        if (tuple.IsOpen && Holds(tuple))
        {
            Sink.Updated(tuple);
        }
        else
        {
            Reopen(tuple);
        }
    }

    private bool Holds(JoinTuple tuple)
    {
        foreach (var quantifier in _quantifiers)
        {
            if (!quantifier.Holds(tuple))
            {
                return false;
            }
        }

        return true;
    }

    private void Remove(JoinTuple tuple)
    {
        tuple.IsGone = true;
        for (var i = 0; i < Width; i++)
        {
            Unlink(tuple[i], tuple, i);
        }

        foreach (var quantifier in _quantifiers)
        {
            quantifier.Forget(tuple);
        }

        if (tuple.IsOpen)
        {
            tuple.IsOpen = false;
            Sink.Removed(tuple);
        }
    }

    private static void Append(Item item, JoinTuple tuple, int place)
    {
        tuple.Link(place) = new TupleLink { Previous = item.LastTuple };
        if (item.LastTuple is { } last)
        {
            last.Link(place).Next = tuple;
        }
        else
        {
            item.FirstTuple = tuple;
        }

        item.LastTuple = tuple;
    }

    private static void Unlink(Item item, JoinTuple tuple, int place)
    {
        ref var link = ref tuple.Link(place);
        if (link.Previous is { } previous)
        {
            previous.Link(place).Next = link.Next;
        }
        else
        {
            item.FirstTuple = link.Next;
        }

        if (link.Next is { } next)
        {
            next.Link(place).Previous = link.Previous;
        }
        else
        {
            item.LastTuple = link.Previous;
        }
    }

    /// <summary>One input of the join.</summary>
    private sealed class Place(JoinState join, int place) : IConsumer
    {
        public void Added(Item item) => join.Added(place, item);

        public void Updated(Item item) => join.Updated(place, item);

        public void Removed(Item item) => join.Removed(item);

        public void Seen(Item item) => join.Seen(place, item);
    }
}
