using System.Linq.Expressions;

namespace EventOps.Rules.Language.Building;

/// <summary>One step of a query. The generic ones carry the types, so that the engine needs no reflection to run them.</summary>
internal abstract record QueryStep;

internal sealed record WhereStep(IReadOnlyList<LambdaExpression> Predicates) : QueryStep;

internal sealed record SelectStep(LambdaExpression Selector) : QueryStep;

internal sealed record SelectManyStep<TResult>(LambdaExpression Selector) : QueryStep;

internal sealed record GroupByStep<TKey, TElement>(LambdaExpression Key, LambdaExpression? Element) : QueryStep
    where TKey : notnull;

internal sealed record CollectStep<TElement> : QueryStep;

internal sealed record OrderStep<TElement, TKey>(LambdaExpression Key, bool Descending, bool First) : QueryStep;

internal sealed record LookupStep<TSource, TKey, TElement>(LambdaExpression Key, LambdaExpression? Element) : QueryStep
    where TKey : notnull;

internal sealed record GroupLookupStep<TKey, TElement> : QueryStep
    where TKey : notnull;
