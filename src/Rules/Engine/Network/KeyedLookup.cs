using System.Collections;
using EventOps.Rules.Language;

namespace EventOps.Rules.Engine.Network;

/// <summary>A lookup that a query hands out: made when first read, anew for each change.</summary>
internal sealed class KeyedLookup<TKey, TElement>(IEnumerable<KeyValuePair<TKey, TElement>> pairs) : IKeyedLookup<TKey, TElement>
    where TKey : notnull
{
    private ILookup<TKey, TElement>? _lookup;

    public IEnumerable<TKey> Keys => Lookup.Select(g => g.Key);

    public int Count => Lookup.Count;

    private ILookup<TKey, TElement> Lookup => _lookup ??= pairs.ToLookup(p => p.Key, p => p.Value);

    public IEnumerable<TElement> this[TKey key] => Lookup[key];

    public bool Contains(TKey key) => Lookup.Contains(key);

    public IEnumerator<IGrouping<TKey, TElement>> GetEnumerator() => Lookup.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
