using EventOps.Rules.Engine.Compilation;

namespace EventOps.Rules.Engine.Network;

/// <summary>
/// Not, Exists or All for the tuples of a join. Each tuple remembers one fact that meets the condition, its witness: as long as
/// that one stands, no other change needs a look.
/// </summary>
internal sealed class QuantifierState : IConsumer
{
    private readonly QuantifierPlan _plan;
    private readonly int _place;
    private readonly JoinState _join;
    private readonly BranchState _branch;
    private readonly KeyIndex _index;
    private Item? _gateWitness;

    public QuantifierState(QuantifierPlan plan, int place, JoinState join, BranchState branch)
    {
        _plan = plan;
        _place = place;
        _join = join;
        _branch = branch;
        var input = branch.Inputs[plan.Input.Id];
        _index = input.Indexes[plan.Index];
        input.ConnectTo(this);
    }

    public bool Holds(JoinTuple tuple) => ((_plan.IsGate ? _gateWitness : tuple.Witnesses![_place].Item) is not null) == _plan.Wanted;

    /// <summary>Finds a witness for a new tuple, whose values stand in their slots.</summary>
    public void Witness(JoinTuple tuple)
    {
        if (!_plan.IsGate)
        {
            SetWitness(tuple, Find());
        }
    }

    /// <summary>Makes sure of the witness after the tuple was updated.</summary>
    public void Review(JoinTuple tuple)
    {
        if (_plan.IsGate || (tuple.Witnesses![_place].Item is { } item && Meets(item)))
        {
            return;
        }

        Forget(tuple);
        SetWitness(tuple, Find());
    }

    public void Forget(JoinTuple tuple)
    {
        if (_plan.IsGate || tuple.Witnesses![_place].Item is not { } item)
        {
            return;
        }

        ref var witness = ref tuple.Witnesses[_place];
        if (witness.Previous is { } previous)
        {
            previous.Witnesses![_place].Next = witness.Next;
        }
        else
        {
            item.FirstWitnessed = witness.Next;
        }

        if (witness.Next is { } next)
        {
            next.Witnesses![_place].Previous = witness.Previous;
        }

        witness = default;
    }

    public void Added(Item item)
    {
        if (_plan.IsGate)
        {
            SetGate(_gateWitness ?? item);
        }
        else
        {
            Offer(item);
        }
    }

    public void Updated(Item item)
    {
        if (_plan.IsGate)
        {
            SetGate(_gateWitness ?? item);
            return;
        }

        JoinTuple? next;
        for (var tuple = item.FirstWitnessed; tuple is not null; tuple = next)
        {
            next = tuple.Witnesses![_place].Next;
            tuple.Load(_branch.Values);
            if (!Meets(item))
            {
                Replace(tuple);
            }
        }

        Offer(item);
    }

    public void Removed(Item item)
    {
        if (_plan.IsGate)
        {
            if (_gateWitness == item)
            {
                SetGate(((ScanIndex)_index).All.Head);
            }

            return;
        }

        while (item.FirstWitnessed is { } tuple)
        {
            tuple.Load(_branch.Values);
            Replace(tuple);
        }
    }

    private void Replace(JoinTuple tuple)
    {
        Forget(tuple);
        SetWitness(tuple, Find());
        _join.Reopen(tuple);
    }

    /// <summary>Offers the item as witness to the tuples that have none.</summary>
    private void Offer(Item item)
    {
        item.Load(_branch.Values);
        if (_plan.Left < 0)
        {
            OfferTo(_join.Root, item);
            return;
        }

        var bucket = _join.LeftBucket(_plan.Left, _plan.LeftIndex, _plan.LeftProbe!);
        for (var left = bucket?.Head; left is not null; left = left.Link(_plan.LeftIndex).Next)
        {
            JoinTuple? next;
            for (var tuple = left.FirstTuple; tuple is not null; tuple = next)
            {
                next = tuple.Link(_plan.Left).Next;
                OfferTo(tuple, item);
            }
        }
    }

    private void OfferTo(JoinTuple? tuple, Item item)
    {
        if (tuple is null || tuple.Witnesses![_place].Item is not null)
        {
            return;
        }

        if (_plan.Residual is not null)
        {
            tuple.Load(_branch.Values);
            item.Load(_branch.Values);
            if (!_branch.Test(_plan.Residual))
            {
                return;
            }
        }

        SetWitness(tuple, item);
        _join.Reopen(tuple);
    }

    private Item? Find()
    {
        var item = _branch.Find(_plan.Probe, _index)?.Head;
        for (; item is not null && _plan.Residual is not null; item = item.Link(_plan.Index).Next)
        {
            item.Load(_branch.Values);
            if (_branch.Test(_plan.Residual))
            {
                break;
            }
        }

        return item;
    }

    private bool Meets(Item item)
    {
        var bucket = _branch.Find(_plan.Probe, _index);
        if (bucket is null || item.Link(_plan.Index).Bucket != bucket)
        {
            return false;
        }

        item.Load(_branch.Values);
        return _branch.Test(_plan.Residual);
    }

    private void SetWitness(JoinTuple tuple, Item? item)
    {
        if (item is null)
        {
            return;
        }

        ref var witness = ref tuple.Witnesses![_place];
        witness.Item = item;
        witness.Next = item.FirstWitnessed;
        if (item.FirstWitnessed is { } first)
        {
            first.Witnesses![_place].Previous = tuple;
        }

        item.FirstWitnessed = tuple;
    }

    private void SetGate(Item? witness)
    {
        var flips = (_gateWitness is null) != (witness is null);
        _gateWitness = witness;
        if (!flips)
        {
            return;
        }

        foreach (var tuple in _join.TuplesFrom(_plan.Left, _plan.LeftIndex, ScanProbe.Instance))
        {
            tuple.Load(_branch.Values);
            _join.Reopen(tuple);
        }
    }
}
