using System.Linq.Expressions;
using EventOps.Rules.Language.Building;

namespace EventOps.Rules.Language;

/// <summary>The words of a query.</summary>
public static class QueryExtensions
{
    /// <summary>All facts of the type, or of a subtype, that meet the conditions.</summary>
    public static IQuery<TSource> Match<TSource>(this IQuery source, params Expression<Func<TSource, bool>>[] conditions)
        where TSource : notnull => new QueryExpression<TSource>(new QueryModel(typeof(TSource), conditions, null));

    /// <summary>A value that the rule has named before.</summary>
    public static IQuery<TSource> From<TSource>(this IQuery source, Expression<Func<TSource>> element)
        where TSource : notnull => new QueryExpression<TSource>(new QueryModel(typeof(TSource), [], element));

    public static IQuery<TSource> Where<TSource>(this IQuery<TSource> source, params Expression<Func<TSource, bool>>[] predicates)
        where TSource : notnull => Extend<TSource>(source, new WhereStep(predicates));

    public static IQuery<TResult> Select<TSource, TResult>(this IQuery<TSource> source, Expression<Func<TSource, TResult>> selector)
        where TSource : notnull
        where TResult : notnull => Extend<TResult>(source, new SelectStep(selector));

    public static IQuery<TResult> SelectMany<TSource, TResult>(this IQuery<TSource> source, Expression<Func<TSource, IEnumerable<TResult>>> selector)
        where TSource : notnull
        where TResult : notnull => Extend<TResult>(source, new SelectManyStep<TResult>(selector));

    /// <summary>One result for each key.</summary>
    public static IQuery<IGrouping<TKey, TSource>> GroupBy<TSource, TKey>(this IQuery<TSource> source, Expression<Func<TSource, TKey>> keySelector)
        where TSource : notnull
        where TKey : notnull => Extend<IGrouping<TKey, TSource>>(source, new GroupByStep<TKey, TSource>(keySelector, null));

    public static IQuery<IGrouping<TKey, TElement>> GroupBy<TSource, TKey, TElement>(
        this IQuery<TSource> source, Expression<Func<TSource, TKey>> keySelector, Expression<Func<TSource, TElement>> elementSelector)
        where TSource : notnull
        where TKey : notnull
        where TElement : notnull => Extend<IGrouping<TKey, TElement>>(source, new GroupByStep<TKey, TElement>(keySelector, elementSelector));

    /// <summary>One collection of everything, there even when it is empty.</summary>
    public static ICollectQuery<IEnumerable<TSource>> Collect<TSource>(this IQuery<TSource> source)
        where TSource : notnull => Extend<IEnumerable<TSource>>(source, new CollectStep<TSource>());

    public static IOrderedQuery<IEnumerable<TSource>> OrderBy<TSource, TKey>(this ICollectQuery<IEnumerable<TSource>> source, Expression<Func<TSource, TKey>> keySelector)
        where TSource : notnull => Order<TSource, TKey>(source, keySelector, descending: false, first: true);

    public static IOrderedQuery<IEnumerable<TSource>> OrderByDescending<TSource, TKey>(this ICollectQuery<IEnumerable<TSource>> source, Expression<Func<TSource, TKey>> keySelector)
        where TSource : notnull => Order<TSource, TKey>(source, keySelector, descending: true, first: true);

    public static IOrderedQuery<IEnumerable<TSource>> ThenBy<TSource, TKey>(this IOrderedQuery<IEnumerable<TSource>> source, Expression<Func<TSource, TKey>> keySelector)
        where TSource : notnull => Order<TSource, TKey>(source, keySelector, descending: false, first: false);

    public static IOrderedQuery<IEnumerable<TSource>> ThenByDescending<TSource, TKey>(this IOrderedQuery<IEnumerable<TSource>> source, Expression<Func<TSource, TKey>> keySelector)
        where TSource : notnull => Order<TSource, TKey>(source, keySelector, descending: true, first: false);

    /// <summary>The collection as a lookup by key.</summary>
    public static IQuery<IKeyedLookup<TKey, TSource>> ToLookup<TSource, TKey>(this ICollectQuery<IEnumerable<TSource>> source, Expression<Func<TSource, TKey>> keySelector)
        where TSource : notnull
        where TKey : notnull => Extend<IKeyedLookup<TKey, TSource>>(source, new LookupStep<TSource, TKey, TSource>(keySelector, null));

    public static IQuery<IKeyedLookup<TKey, TElement>> ToLookup<TSource, TKey, TElement>(
        this ICollectQuery<IEnumerable<TSource>> source, Expression<Func<TSource, TKey>> keySelector, Expression<Func<TSource, TElement>> elementSelector)
        where TSource : notnull
        where TKey : notnull => Extend<IKeyedLookup<TKey, TElement>>(source, new LookupStep<TSource, TKey, TElement>(keySelector, elementSelector));

    /// <summary>The groups of a grouping query, gathered as one lookup.</summary>
    public static IQuery<IKeyedLookup<TKey, TElement>> ToLookup<TKey, TElement>(this ICollectQuery<IEnumerable<IGrouping<TKey, TElement>>> source)
        where TKey : notnull => Extend<IKeyedLookup<TKey, TElement>>(source, new GroupLookupStep<TKey, TElement>());

    private static QueryExpression<TSequence> Order<TSource, TKey, TSequence>(IQuery<TSequence> source, Expression<Func<TSource, TKey>> key, bool descending, bool first) =>
        Extend<TSequence>(source, new OrderStep<TSource, TKey>(key, descending, first));

    private static QueryExpression<IEnumerable<TSource>> Order<TSource, TKey>(IQuery<IEnumerable<TSource>> source, Expression<Func<TSource, TKey>> key, bool descending, bool first) =>
        Order<TSource, TKey, IEnumerable<TSource>>(source, key, descending, first);

    private static QueryExpression<TResult> Extend<TResult>(object source, QueryStep step) =>
        new(((IQueryExpression)source).Model.With(step));
}
