namespace EventOps.Rules.Language;

/// <summary>A query that gathers everything into one collection.</summary>
public interface ICollectQuery<out TSource> : IQuery<TSource>;
