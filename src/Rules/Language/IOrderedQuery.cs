namespace EventOps.Rules.Language;

/// <summary>A gathering query with an order.</summary>
public interface IOrderedQuery<out TSource> : IQuery<TSource>;
