namespace EventOps.Rules.Language;

/// <summary>The start of a query: say <c>Match</c> or <c>From</c>.</summary>
public interface IQuery;
