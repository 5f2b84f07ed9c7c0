using EventOps.Rules.Engine.Compilation;
using EventOps.Rules.Engine.Time;

namespace EventOps.Rules.Engine.Network;

/// <summary>Turns the tuples of a rule's last join into matches: computes what is judged late, asks the filter, and queues.</summary>
internal sealed class MatchSink(BranchState branch, SessionCore core) : ITupleSink
{
    private readonly LateChain? _late = branch.Plan.Late.Count == 0 ? null : new LateChain(branch, core.Timeline);
    private readonly FilterPlan? _filter = branch.Rule.Plan.Filter;
    private readonly RuleState _rule = branch.Rule;

    public RuleState Rule => _rule;

    public bool HasTime => _late is { HasTime: true };

    public static MatchState StateOf(JoinTuple tuple) => (MatchState)(tuple.State ??= new MatchState());

    public void Created(JoinTuple tuple)
    {
        if (_late is null || _late.Holds(tuple, Sighting.Changed))
        {
            tuple.Flags |= TupleFlags.Active;
            Offer(tuple);
        }
    }

    public void Updated(JoinTuple tuple) => Judge(tuple, Sighting.Changed);

    /// <summary>Its facts were seen again as they were.</summary>
    public void Seen(JoinTuple tuple)
    {
        if (HasTime && tuple.IsOpen)
        {
            Judge(tuple, Sighting.Seen);
        }
    }

    /// <summary>Its time has come.</summary>
    public void Elapsed(JoinTuple tuple) => Judge(tuple, Sighting.Time);

    public void Removed(JoinTuple tuple)
    {
        Deactivate(tuple);
        if (tuple.State is MatchState state)
        {
            _late?.Release(state);
            tuple.State = null;
        }
    }

    /// <summary>Puts computed values into their slots.</summary>
    public void LoadLate(MatchState? state, object?[] values) => _late?.Load(state, values);

    private void Judge(JoinTuple tuple, Sighting sighting)
    {
        var was = (tuple.Flags & TupleFlags.Active) != 0;
        if (_late is not null && !_late.Holds(tuple, sighting))
        {
            Deactivate(tuple);
            return;
        }

        tuple.Flags |= TupleFlags.Active;
        if (!was || sighting == Sighting.Changed)
        {
            Offer(tuple);
        }
    }

    private void Deactivate(JoinTuple tuple)
    {
        if ((tuple.Flags & TupleFlags.Active) == 0)
        {
            return;
        }

        var fired = (tuple.Flags & TupleFlags.Fired) != 0;
        tuple.Flags = TupleFlags.None;
        tuple.Round++;
        var state = tuple.State as MatchState;
        if (fired && _rule.HasUndo)
        {
            var values = new object?[branch.Values.Length];
            tuple.Load(values);
            LoadLate(state, values);
            core.Agenda.Add(_rule.Ring, new PendingUndo(_rule, values), 0);
        }

        if (state is null)
        {
            return;
        }

        state.Keys = null;
        if (state.TakeLinks() is { } links)
        {
            core.Unlink(links);
        }
    }

    private void Offer(JoinTuple tuple)
    {
        if (_filter is not null && !Passes(tuple))
        {
            return;
        }

        if ((tuple.Flags & TupleFlags.Queued) == 0 && (_rule.IsRepeatable || (tuple.Flags & TupleFlags.Fired) == 0)
            && (_late is null || _late.MayFire(tuple)))
        {
            tuple.Flags |= TupleFlags.Queued;
            core.Agenda.Add(_rule.Ring, tuple, ++tuple.Round);
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

        branch.Begins();
        return _filter.Keys.Count == 0 || HasChanged(StateOf(tuple), values);
    }

    private bool HasChanged(MatchState state, object?[] values)
    {
        var changed = state.Keys is null;
        var keys = state.Keys ??= new object?[_filter!.Keys.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            var key = _filter!.Keys[i](values);
            changed |= !Equals(keys[i], key);
            keys[i] = key;
        }

        return changed;
    }
}
