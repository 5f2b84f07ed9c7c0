using EventOps.Rules.Engine.Compilation;

namespace EventOps.Rules.Engine.Network;

/// <summary>From the item that changed to whole tuples that are not there yet.</summary>
internal sealed partial class JoinState
{
    private void Search(int place, Item item)
    {
        if (Width == 1 && item.FirstTuple is not null)
        {
            return;
        }

        item.Load(_branch.Values);
        var seed = _seeds[place];
        if (!_branch.Test(seed.Test))
        {
            return;
        }

        _found[place] = item;
        if (Width == 2)
        {
            SearchPair(place, item, seed.Steps[0]);
        }
        else
        {
            Step(seed, 0, item, place);
        }
    }

    private void SearchPair(int place, Item item, StepPlan step)
    {
        var stamp = _branch.NextStamp();
        for (var tuple = item.FirstTuple; tuple is not null; tuple = tuple.Link(place).Next)
        {
            tuple[1 - place].Stamp = stamp;
        }

        var values = _branch.Values;
        var bucket = _branch.Find(step.Probe, _inputs[step.Input].Indexes[step.Index]);
        for (var other = bucket?.Head; other is not null; other = other.Link(step.Index).Next)
        {
            if (other.Stamp == stamp)
            {
                continue;
            }

            other.Load(values);
            if (_branch.Test(step.Residual))
            {
                _found[step.Input] = other;
                Create();
            }
        }
    }

    private void Step(SeedPlan seed, int depth, Item item, int place)
    {
        if (depth == seed.Steps.Count)
        {
            if (Width == 1 || !Exists(item, place))
            {
                Create();
            }

            return;
        }

        var step = seed.Steps[depth];
        var bucket = _branch.Find(step.Probe, _inputs[step.Input].Indexes[step.Index]);
        for (var other = bucket?.Head; other is not null; other = other.Link(step.Index).Next)
        {
            other.Load(_branch.Values);
            if (_branch.Test(step.Residual))
            {
                _found[step.Input] = other;
                Step(seed, depth + 1, item, place);
            }
        }
    }

    /// <summary>Whether the combination found is a tuple already. Looks through the shorter of two lists that would hold it.</summary>
    private bool Exists(Item item, int place)
    {
        var last = place == Width - 1 ? 0 : Width - 1;
        var (a, b) = (item.FirstTuple, _found[last].FirstTuple);
        while (a is not null && b is not null)
        {
            if (IsFound(a) || IsFound(b))
            {
                return true;
            }

            (a, b) = (a.Link(place).Next, b.Link(last).Next);
        }

        return false;
    }

    private bool IsFound(JoinTuple tuple)
    {
        for (var i = 0; i < Width; i++)
        {
            if (tuple[i] != _found[i])
            {
                return false;
            }
        }

        return true;
    }
}
