using EventOps.Rules.Engine.Compilation;

namespace EventOps.Rules.Engine.Network;

/// <summary>A query in a session: for each thing it depends on an instance of its own, kept up to date by what comes and goes.</summary>
internal sealed class QueryState : ITupleSink, IConsumer
{
    private readonly QueryPlan _plan;
    private readonly BranchState _branch;
    private readonly SessionCore _core;
    private readonly Stage[] _stages;
    private readonly int _sourcePlace;
    private QueryInstance? _only;

    public QueryState(QueryPlan plan, InputState results, BranchState branch, SessionCore core)
    {
        _plan = plan;
        _branch = branch;
        _core = core;
        _sourcePlace = plan.Left is null ? 0 : 1;
        _stages = [.. plan.Stages.Select(s => s()), new ResultStage(results, core)];
        for (var i = 0; i < _stages.Length; i++)
        {
            _stages[i].Place(i, i + 1 < _stages.Length ? _stages[i + 1] : null, branch);
        }

        if (plan.Left is { } left)
        {
            branch.Inputs[left.Id].ConnectTo(this);
        }
    }

    public void Start()
    {
        if (_plan.Left is null)
        {
            _only = Begin(null);
        }
    }

    public void Added(Item item)
    {
        item.Load(_branch.Values);
        item.Instance = Begin(item);
    }

    public void Updated(Item item)
    {
        for (var result = item.Instance!.FirstResult; result is not null; result = result.NextOfFact)
        {
            _core.MarkDirty(result);
        }
    }

    public void Removed(Item item)
    {
        End(item.Instance!);
        item.Instance = null;
    }

    public void Created(JoinTuple tuple)
    {
        var instance = _plan.Left is null ? _only! : tuple[0].Instance!;
        Enter(tuple, instance);
    }

    public void Updated(JoinTuple tuple)
    {
        if (tuple.State is not Element element)
        {
            Created(tuple);
            return;
        }

        _branch.Begins();
        try
        {
            element.Value = ValueOf(tuple)!;
            _stages[0].Update(element);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Removed(tuple);
            _branch.Failed(e);
        }
    }

    public void Removed(JoinTuple tuple)
    {
        if (tuple.State is not Element element)
        {
            return;
        }

        tuple.State = null;
        _branch.Begins();
        element.Owner.Left?.Load(_branch.Values);
        _stages[0].Remove(element);
    }

    private void Enter(JoinTuple tuple, QueryInstance instance)
    {
        _branch.Begins();
        try
        {
            var element = new Element(instance, ValueOf(tuple)!);
            _stages[0].Add(element);
            tuple.State = element;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _branch.Failed(e);
        }
    }

    private object? ValueOf(JoinTuple tuple) => _plan.From is { } from ? from(_branch.Values) : tuple[_sourcePlace].Entry!.Fact;

    private QueryInstance Begin(Item? left)
    {
        var instance = new QueryInstance(left, _stages.Length);
        foreach (var stage in _stages)
        {
            stage.Begin(instance);
        }

        return instance;
    }

    private static void Drop(QueryInstance instance, Stage stage) => stage.End(instance);

    private void End(QueryInstance instance)
    {
        foreach (var stage in _stages)
        {
            Drop(instance, stage);
        }
    }
}
