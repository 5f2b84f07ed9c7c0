namespace EventOps.Rules.Language;

/// <summary>One fact of a match.</summary>
public interface IFactMatch
{
    /// <summary>The variable that names it in the rule; empty when it has none.</summary>
    string Name { get; }

    Type Type { get; }

    object? Value { get; }

    /// <summary>How it came into the match; null for values that are not facts.</summary>
    IFactSource? Source { get; }
}
