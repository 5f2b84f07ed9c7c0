using EventOps.Rules.Engine.Compilation;

namespace EventOps.Rules.Engine.Network;

/// <summary>One alternative of a rule in a session: its inputs, its joins and queries, and the values at hand.</summary>
internal sealed class BranchState
{
    private readonly SessionCore _core;
    private readonly List<JoinState> _joins = [];
    private readonly List<QueryState> _queries = [];

    public BranchState(RuleState rule, BranchPlan plan, SessionCore core)
    {
        _core = core;
        Rule = rule;
        Plan = plan;
        Values = new object?[rule.Plan.SlotCount];
        Inputs = [.. plan.Inputs.Select(i => new InputState(i, this))];
        foreach (var input in plan.Inputs)
        {
            if (input.Query is { } query)
            {
                var state = new QueryState(query, Inputs[input.Id], this, core);
                _queries.Add(state);
                _joins.Add(new JoinState(query.Pairs, this, state));
            }
            else if (input.Join is { } join)
            {
                _joins.Add(new JoinState(join, this, new TupleInput(Inputs[input.Id])));
            }
        }

        _joins.Add(new JoinState(plan.Join, this, new MatchSink(this, core)));
    }

    public RuleState Rule { get; }

    public BranchPlan Plan { get; }

    public InputState[] Inputs { get; }

    /// <summary>Scratch: what conditions read. Never kept over calls.</summary>
    public object?[] Values { get; }

    public void Start()
    {
        _queries.ForEach(q => q.Start());
        _joins.ForEach(j => j.Start());
    }

    public int NextStamp() => _core.NextStamp();

    public bool Test(Func<object?[], bool>? test)
    {
        if (test is null)
        {
            return true;
        }

        Begins();
        try
        {
            return test(Values);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _core.ConditionFailed(Rule, e);
            return false;
        }
    }

    public Bucket? Find(ProbePlan probe, KeyIndex index)
    {
        Begins();
        try
        {
            return probe.Find(index, Values);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _core.ConditionFailed(Rule, e);
            return null;
        }
    }

    /// <summary>Code of the rule is about to run.</summary>
    public void Begins() => _core.Watch?.Begins(Rule.Plan.Order);

    /// <summary>Tells of an exception in a key or a computed value; in strict mode it is thrown on.</summary>
    public void Failed(Exception e) => _core.ConditionFailed(Rule, e);

    /// <summary>How many matches stand.</summary>
    public int ActiveMatches() => _joins[^1].Tuples(_core.Facts).Count(t => (t.Flags & TupleFlags.Active) != 0);

    /// <summary>What is kept for the match of the given facts; null when there is none.</summary>
    public MatchState? MatchOf(IReadOnlyList<TextItem> patterns, object?[] values)
    {
        var loaded = new object?[Values.Length];
        foreach (var tuple in _joins[^1].Tuples(_core.Facts))
        {
            tuple.Load(loaded);
            if (patterns.All(p => ReferenceEquals(loaded[p.Slot], values[p.Slot])))
            {
                return tuple.State as MatchState;
            }
        }

        return null;
    }

    public override string ToString() => Rule.Plan.Definition.Name;
}
