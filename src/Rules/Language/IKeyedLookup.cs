namespace EventOps.Rules.Language;

/// <summary>A lookup that tells its keys.</summary>
public interface IKeyedLookup<TKey, TElement> : ILookup<TKey, TElement>
{
    IEnumerable<TKey> Keys { get; }
}
