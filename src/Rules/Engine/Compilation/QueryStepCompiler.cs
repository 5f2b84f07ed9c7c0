using System.Linq.Expressions;
using EventOps.Rules.Engine.Network;
using EventOps.Rules.Language.Building;

namespace EventOps.Rules.Engine.Compilation;

/// <summary>Compiles the steps of a query to stages, and notes what they read of the values around.</summary>
internal sealed class QueryStepCompiler(Scope scope) : IQueryStepVisitor<Func<Stage>?>
{
    private readonly List<Func<Stage>> _stages = [];

    /// <summary>Slots of earlier variables that the steps read.</summary>
    public SortedSet<int> Reads { get; } = [];

    public IReadOnlyList<Func<Stage>> Compile(IReadOnlyList<QueryStep> steps)
    {
        foreach (var step in steps)
        {
            if (step.Accept(this) is { } stage)
            {
                _stages.Add(stage);
            }
        }

        return _stages;
    }

    public Func<Stage> Visit(WhereStep step)
    {
        var tests = step.Predicates.Select(Lambda<bool>).ToArray();
        return () => new WhereStage(tests);
    }

    public Func<Stage> Visit(SelectStep step)
    {
        var selector = Lambda<object>(step.Selector);
        return () => new SelectStage(selector);
    }

    public Func<Stage> Visit<TResult>(SelectManyStep<TResult> step)
    {
        var selector = Lambda<IEnumerable<TResult>>(step.Selector);
        return () => new SelectManyStage<TResult>(selector);
    }

    public Func<Stage> Visit<TKey, TElement>(GroupByStep<TKey, TElement> step)
        where TKey : notnull
    {
        var key = Lambda<TKey>(step.Key);
        var element = step.Element is null ? null : Lambda<object>(step.Element);
        return () => new GroupStage<TKey, TElement>(key, element);
    }

    public Func<Stage> Visit<TElement>(CollectStep<TElement> step) => static () => new CollectStage<TElement>();

    public Func<Stage>? Visit<TElement, TKey>(OrderStep<TElement, TKey> step)
    {
        // An order is a property of the collection before it, not a stage of its own.
        var key = Lambda<TKey>(step.Key);
        var inner = _stages[^1];
        _stages[^1] = () =>
        {
            var stage = (CollectStage<TElement>)inner();
            stage.OrderBy(key, step.Descending);
            return stage;
        };
        return null;
    }

    public Func<Stage> Visit<TSource, TKey, TElement>(LookupStep<TSource, TKey, TElement> step)
        where TKey : notnull
    {
        var key = Lambda<TKey>(step.Key);
        var element = step.Element is null ? null : Lambda<TElement>(step.Element);
        return () => new SelectStage((values, source) => new KeyedLookup<TKey, TElement>(
            ((IEnumerable<TSource>)source).Select(e => KeyValuePair.Create(key(values, e!), element is null ? (TElement)(object)e! : element(values, e!)))));
    }

    public Func<Stage> Visit<TKey, TElement>(GroupLookupStep<TKey, TElement> step)
        where TKey : notnull =>
        static () => new SelectStage((_, source) => new KeyedLookup<TKey, TElement>(
            ((IEnumerable<IGrouping<TKey, TElement>>)source).SelectMany(g => g.Select(e => KeyValuePair.Create(g.Key, e)))));

    private Func<object?[], object, TResult> Lambda<TResult>(LambdaExpression lambda)
    {
        var element = Expression.Parameter(typeof(object), "element");
        var rewriter = new SlotRewriter(scope).Let(lambda.Parameters[0], Scope.As(element, lambda.Parameters[0].Type));
        var body = rewriter.Visit(lambda.Body);
        Reads.UnionWith(rewriter.Reads);
        return Expression.Lambda<Func<object?[], object, TResult>>(
            body.Type == typeof(TResult) ? body : Expression.Convert(body, typeof(TResult)), Scope.Values, element).CompileLazily();
    }
}
