namespace EventOps.Rules.Language;

/// <summary>Where a fact that was not inserted from outside comes from.</summary>
public enum FactSourceKind
{
    /// <summary>A query made it of other facts.</summary>
    Aggregate,

    /// <summary>A rule yielded it.</summary>
    Linked,
}
