namespace EventOps.Rules.Language;

/// <summary>Where a fact comes from when it was not inserted from outside.</summary>
public interface IFactSource
{
    FactSourceKind Kind { get; }

    /// <summary>The facts that it is made of.</summary>
    IEnumerable<object> Facts { get; }
}
