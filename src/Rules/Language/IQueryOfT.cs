namespace EventOps.Rules.Language;

/// <summary>A query over facts.</summary>
public interface IQuery<out TSource>;
