using System.Linq.Expressions;

namespace EventOps.Rules.Language.Building;

/// <summary>One step of a query. The generic ones carry the types, so that the engine needs no reflection to run them.</summary>
internal abstract record QueryStep
{
    public abstract T Accept<T>(IQueryStepVisitor<T> visitor);
}

internal interface IQueryStepVisitor<out T>
{
    T Visit(WhereStep step);

    T Visit(SelectStep step);

    T Visit<TResult>(SelectManyStep<TResult> step);

    T Visit<TKey, TElement>(GroupByStep<TKey, TElement> step)
        where TKey : notnull;

    T Visit<TElement>(CollectStep<TElement> step);

    T Visit<TElement, TKey>(OrderStep<TElement, TKey> step);

    T Visit<TSource, TKey, TElement>(LookupStep<TSource, TKey, TElement> step)
        where TKey : notnull;

    T Visit<TKey, TElement>(GroupLookupStep<TKey, TElement> step)
        where TKey : notnull;
}

internal sealed record WhereStep(IReadOnlyList<LambdaExpression> Predicates) : QueryStep
{
    public override T Accept<T>(IQueryStepVisitor<T> visitor) => visitor.Visit(this);
}

internal sealed record SelectStep(LambdaExpression Selector) : QueryStep
{
    public override T Accept<T>(IQueryStepVisitor<T> visitor) => visitor.Visit(this);
}

internal sealed record SelectManyStep<TResult>(LambdaExpression Selector) : QueryStep
{
    public override T Accept<T>(IQueryStepVisitor<T> visitor) => visitor.Visit(this);
}

internal sealed record GroupByStep<TKey, TElement>(LambdaExpression Key, LambdaExpression? Element) : QueryStep
    where TKey : notnull
{
    public override T Accept<T>(IQueryStepVisitor<T> visitor) => visitor.Visit(this);
}

internal sealed record CollectStep<TElement> : QueryStep
{
    public override T Accept<T>(IQueryStepVisitor<T> visitor) => visitor.Visit(this);
}

internal sealed record OrderStep<TElement, TKey>(LambdaExpression Key, bool Descending, bool First) : QueryStep
{
    public override T Accept<T>(IQueryStepVisitor<T> visitor) => visitor.Visit(this);
}

internal sealed record LookupStep<TSource, TKey, TElement>(LambdaExpression Key, LambdaExpression? Element) : QueryStep
    where TKey : notnull
{
    public override T Accept<T>(IQueryStepVisitor<T> visitor) => visitor.Visit(this);
}

internal sealed record GroupLookupStep<TKey, TElement> : QueryStep
    where TKey : notnull
{
    public override T Accept<T>(IQueryStepVisitor<T> visitor) => visitor.Visit(this);
}
