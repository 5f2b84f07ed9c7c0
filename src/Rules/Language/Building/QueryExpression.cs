namespace EventOps.Rules.Language.Building;

internal interface IQueryExpression
{
    QueryModel Model { get; }
}

internal sealed class QueryExpression<T>(QueryModel model) : IQueryExpression, IQuery<T>, ICollectQuery<T>, IOrderedQuery<T>
{
    public QueryModel Model => model;
}

internal sealed class QueryStart : IQuery
{
    public static readonly QueryStart Instance = new();
}
