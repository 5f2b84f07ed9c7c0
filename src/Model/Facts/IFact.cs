namespace EventOps.Model;

/// <summary>Something that rules can match. Immutable: a change is a new record under the same type and key.</summary>
public interface IFact
{
    /// <summary>Identifies it among the facts of its type.</summary>
    string Key { get; }
}
