using EventOps.Rules.Engine.Compilation;
using EventOps.Rules.Engine.Network;
using EventOps.Rules.Language;

namespace EventOps.Rules.Engine;

/// <summary>Firing: takes matches from the agenda and runs their actions.</summary>
public sealed partial class Session
{
    private readonly FiringContext _context;
    private bool _halted;
    private bool _firing;

    /// <summary>A rule is about to fire; the match is valid during the call only.</summary>
    public event Action<IMatch>? Fired;

    /// <summary>Runs what is ready, at most <paramref name="max"/> firings.</summary>
    /// <returns>How many matches fired.</returns>
    /// <exception cref="RuleActionException">Strict mode: an action threw. That match is spent, the others stay.</exception>
    /// <exception cref="InvalidOperationException">Called from within an action.</exception>
    public int Fire(int max = int.MaxValue)
    {
        if (_firing)
        {
            throw new InvalidOperationException("Fire: an action is running; rules that become ready run after it by themselves");
        }

        _firing = _core.IsFiring = true;
        _halted = false;
        try
        {
            return FireLoop(max);
        }
        finally
        {
            _firing = _core.IsFiring = false;
            _core.Agenda.Depth = 0;
            _core.Agenda.Cause = null;
        }
    }

    /// <summary>Has a rule fire no more, until it is unparked. Nothing happens when there is no such rule.</summary>
    public void Park(string rule)
    {
        foreach (var state in _core.Rules.Where(r => r.Plan.Definition.Name == rule))
        {
            state.IsParked = true;
        }
    }

    /// <summary>Lets a parked rule fire again.</summary>
    public void Unpark(string rule)
    {
        foreach (var state in _core.Rules.Where(r => r.Plan.Definition.Name == rule))
        {
            state.IsParked = false;
            state.HasToldFailure = false;
        }
    }

    /// <summary>Names of the rules that fire no more.</summary>
    public IEnumerable<string> ParkedRules => _core.Rules.Where(r => r.IsParked).Select(r => r.Plan.Definition.Name);

    internal void Halt() => _halted = true;

    private int FireLoop(int max)
    {
        var (fired, cascaded) = (0, 0);
        while (fired < max && !_halted && !Options.Stopping.IsCancellationRequested && _core.Agenda.TryTake(out var item))
        {
            _core.Agenda.Depth = item.Depth + 1;
            if (Run(item) is not { } rule)
            {
                continue;
            }

            fired++;
            if (item.Depth > 0 && !_strict)
            {
                rule.LastCause = item.Cause;
                cascaded = CheckBudget(rule, item.Depth, cascaded + 1, fired);
            }
        }

        return fired;
    }

    // Many changes from outside may make many rules fire; one change must not make rules fire for ever.
    private int CheckBudget(RuleState rule, int depth, int cascaded, int fired)
    {
        const long Each = 100;
        if (depth < Options.FiringBudget && cascaded < Options.FiringBudget + (Each * (fired - cascaded)))
        {
            return cascaded;
        }

        ParkCycle(rule);
        return 0;
    }

    private RuleState? Run(AgendaItem item) => item.Target switch
    {
        FactEntry entry => RunSingle(entry, item.Tag),
        JoinTuple tuple => RunTuple(tuple),
        _ => RunUndo((PendingUndo)item.Target),
    };

    private RuleState? RunSingle(FactEntry entry, int bit)
    {
        var pattern = entry.Table.Patterns[bit];
        var rule = _core.Rules[pattern.Rule.Order];
        var mask = 1UL << bit;
        entry.Queued(bit >> 6) &= ~mask;
        if (rule.IsParked)
        {
            return null;
        }

        ref var fired = ref entry.Fired(bit >> 6);
        var trigger = (fired & mask) != 0 ? MatchTrigger.Updated : MatchTrigger.Created;
        fired |= mask;
        rule.FireValues[pattern.Slot] = entry.Fact;
        _context.Begin(rule, trigger, null, entry, bit);
        Execute(rule, trigger);
        return rule;
    }

    private RuleState? RunTuple(JoinTuple tuple)
    {
        var sink = (MatchSink)tuple.Join.Sink;
        var rule = sink.Rule;
        tuple.Flags &= ~TupleFlags.Queued;
        if (rule.IsParked)
        {
            return null;
        }

        var trigger = (tuple.Flags & TupleFlags.Fired) != 0 ? MatchTrigger.Updated : MatchTrigger.Created;
        tuple.Flags |= TupleFlags.Fired;
        tuple.Load(rule.FireValues);
        sink.LoadLate(tuple.State as MatchState, rule.FireValues);
        _context.Begin(rule, trigger, tuple, null, 0);
        Execute(rule, trigger);
        return rule;
    }

    private RuleState? RunUndo(PendingUndo undo)
    {
        if (undo.Rule.IsParked)
        {
            return null;
        }

        undo.Values.CopyTo(undo.Rule.FireValues, 0);
        _context.Begin(undo.Rule, MatchTrigger.Removed, null, null, 0);
        Execute(undo.Rule, MatchTrigger.Removed);
        return undo.Rule;
    }

    private void Execute(RuleState rule, MatchTrigger trigger)
    {
        rule.Firings++;
        _core.Agenda.Cause = rule;
        _core.Watch?.Begins(rule.Plan.Order);
        Fired?.Invoke(_context.Match);
        try
        {
            if (rule.Run is { } run)
            {
                run(_context, rule.FireValues);
            }
            else
            {
                RunActions(rule, (ActionTrigger)trigger);
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            if (_strict)
            {
                throw new RuleActionException(rule.Plan.Definition.Name, e);
            }

            rule.IsParked = true;
            Tell(new RuleFault(rule.Plan.Definition.Name, RuleFaultPlace.Action, $"an action failed, the rule is parked: {e.Message}", IsParked: true, e));
        }
    }

    private void RunActions(RuleState rule, ActionTrigger trigger)
    {
        foreach (var dependency in rule.Plan.Dependencies)
        {
            rule.FireValues[dependency.Slot] = _context.Resolve(dependency.Type);
        }

        for (var i = 0; i < rule.Plan.Actions.Count; i++)
        {
            var action = rule.Plan.Actions[i];
            if ((action.Trigger & trigger) == 0)
            {
                continue;
            }

            if (action.Run is { } run)
            {
                run(_context, rule.FireValues);
            }
            else
            {
                Yield(action, i, rule);
            }
        }
    }

    private void Yield(ActionPlan action, int place, RuleState rule)
    {
        var yields = _context.Yields();
        if (yields[place] is not { } old)
        {
            yields[place] = _core.Support(action.Yield!(_context, rule.FireValues));
            return;
        }

        var fact = action.YieldUpdate is { } update ? update(_context, rule.FireValues, old.Fact) : action.Yield!(_context, rule.FireValues);
        yields[place] = _core.Resupport(old, fact);
    }

    private void ParkCycle(RuleState last)
    {
        var cycle = FiringCycle.Behind(last);
        var names = string.Join(" → ", cycle.Select(r => r.Plan.Definition.Name));
        foreach (var rule in cycle.Where(r => !r.IsParked))
        {
            rule.IsParked = true;
            var message = $"firing one another more than {Options.FiringBudget} times after one change: {names} → …; parked. Let the rule change its fact only when that changes something";
            Tell(new RuleFault(rule.Plan.Definition.Name, RuleFaultPlace.Cycle, message, IsParked: true));
        }
    }
}
