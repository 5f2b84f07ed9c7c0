using EventOps.Rules.Engine.Compilation;

namespace EventOps.Rules.Engine.Network;

/// <summary>Turns the tuples of a rule's last join into matches: computes what is judged late, asks the filter, and queues.</summary>
internal sealed class MatchSink(BranchState branch, SessionCore core) : ITupleSink
{
    private readonly LateStep[] _late = [.. branch.Plan.Late];
    private readonly FilterPlan? _filter = branch.Rule.Plan.Filter;
    private readonly RuleState _rule = branch.Rule;

    public RuleState Rule => _rule;

    public void Created(JoinTuple tuple)
    {
        if (_late.Length > 0 && !Compute(tuple))
        {
            return;
        }

        tuple.Flags |= TupleFlags.Active;
        Offer(tuple);
    }

    public void Updated(JoinTuple tuple)
    {
        var was = (tuple.Flags & TupleFlags.Active) != 0;
        var holds = _late.Length == 0 || Compute(tuple);
        if (!holds)
        {
            if (was)
            {
                Removed(tuple);
            }

            return;
        }

        tuple.Flags |= TupleFlags.Active;
        Offer(tuple);
    }

    public void Removed(JoinTuple tuple)
    {
        if ((tuple.Flags & TupleFlags.Active) == 0)
        {
            return;
        }

        var fired = (tuple.Flags & TupleFlags.Fired) != 0;
        tuple.Flags = TupleFlags.None;
        tuple.Round++;
        var state = tuple.State as MatchState;
        tuple.State = null;
        if (fired && _rule.HasUndo)
        {
            var values = new object?[branch.Values.Length];
            tuple.Load(values);
            LoadLate(state, values);
            core.Agenda.Add(_rule.Ring, new PendingUndo(_rule, values, state), 0);
        }

        if (state?.Links is not null)
        {
            core.Unlink(state);
        }
    }

    /// <summary>Puts computed values into their slots.</summary>
    public void LoadLate(MatchState? state, object?[] values)
    {
        if (state?.Late is not { } late)
        {
            return;
        }

        for (var i = 0; i < _late.Length; i++)
        {
            if (_late[i] is LateValue value)
            {
                values[value.Slot] = late[i];
            }
        }
    }

    public static MatchState StateOf(JoinTuple tuple) => (MatchState)(tuple.State ??= new MatchState());

    private void Offer(JoinTuple tuple)
    {
        if (_filter is not null && !Passes(tuple))
        {
            return;
        }

        if ((tuple.Flags & TupleFlags.Queued) == 0 && (_rule.IsRepeatable || (tuple.Flags & TupleFlags.Fired) == 0))
        {
            tuple.Flags |= TupleFlags.Queued;
            core.Agenda.Add(_rule.Ring, tuple, ++tuple.Round);
        }
    }

    private bool Compute(JoinTuple tuple)
    {
        var state = StateOf(tuple);
        var late = state.Late ??= new object?[_late.Length];
        tuple.Load(branch.Values);
        try
        {
            for (var i = 0; i < _late.Length; i++)
            {
                switch (_late[i])
                {
                    case LateValue value:
                        branch.Values[value.Slot] = late[i] = value.Value(branch.Values);
                        break;
                    case LateTest test when !test.Test(branch.Values):
                        return false;
                }
            }

            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            branch.Failed(e);
            return false;
        }
    }

    private bool Passes(JoinTuple tuple)
    {
        var values = branch.Values;
        tuple.Load(values);
        LoadLate(tuple.State as MatchState, values);
        if (!branch.Test(_filter!.Where))
        {
            // The match stands, but what the filter refuses doesn't wait on the agenda.
            tuple.Flags &= ~TupleFlags.Queued;
            return false;
        }

        if (_filter.Keys.Count == 0)
        {
            return true;
        }

        var state = StateOf(tuple);
        var changed = state.Keys is null;
        var keys = state.Keys ??= new object?[_filter.Keys.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            var key = _filter.Keys[i](values);
            changed |= !Equals(keys[i], key);
            keys[i] = key;
        }

        return changed;
    }
}
