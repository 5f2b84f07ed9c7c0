using System.Collections;

namespace EventOps.Rules.Engine.Network;

/// <summary>One place in a gathering.</summary>
internal sealed class GatheredMember(object owner, object value)
{
    public object Owner => owner;

    public object Value = value;
    public GatheredMember? Previous;
    public GatheredMember? Next;
}

/// <summary>How a gathering is sorted when it is read.</summary>
internal abstract class ElementOrder
{
    public abstract IOrderedEnumerable<object> First(IEnumerable<object> source);

    public abstract IOrderedEnumerable<object> Then(IOrderedEnumerable<object> source);
}

internal sealed class ElementOrder<TKey>(Func<object?[]?, object, TKey> key, bool descending) : ElementOrder
{
    public override IOrderedEnumerable<object> First(IEnumerable<object> source) =>
        descending ? source.OrderByDescending(e => key(null, e)) : source.OrderBy(e => key(null, e));

    public override IOrderedEnumerable<object> Then(IOrderedEnumerable<object> source) =>
        descending ? source.ThenByDescending(e => key(null, e)) : source.ThenBy(e => key(null, e));
}

/// <summary>
/// The collection that a query hands out: a view that is always up to date, in the order things came or as the query sorts them.
/// </summary>
internal class Gathered<TElement>(IReadOnlyList<ElementOrder> orders) : ICollection<TElement>, IReadOnlyCollection<TElement>
{
    private GatheredMember? _first;
    private GatheredMember? _last;
    private List<object>? _sorted;

    public Element? Result { get; set; }

    public int Count { get; private set; }

    public bool IsReadOnly => true;

    public GatheredMember Add(object value)
    {
        var member = new GatheredMember(this, value) { Previous = _last };
        if (_last is null)
        {
            _first = member;
        }
        else
        {
            _last.Next = member;
        }

        _last = member;
        Count++;
        _sorted = null;
        return member;
    }

    public void Remove(GatheredMember member)
    {
        if (member.Previous is null)
        {
            _first = member.Next;
        }
        else
        {
            member.Previous.Next = member.Next;
        }

        if (member.Next is null)
        {
            _last = member.Previous;
        }
        else
        {
            member.Next.Previous = member.Previous;
        }

        Count--;
        _sorted = null;
    }

    public void Changed() => _sorted = null;

    public IEnumerator<TElement> GetEnumerator()
    {
        if (orders.Count > 0)
        {
            foreach (var value in _sorted ??= Sort())
            {
                yield return (TElement)value;
            }

            yield break;
        }

        for (var member = _first; member is not null; member = member.Next)
        {
            yield return (TElement)member.Value;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Contains(TElement item) => this.Any(e => EqualityComparer<TElement>.Default.Equals(e, item));

    public void CopyTo(TElement[] array, int arrayIndex)
    {
        foreach (var element in this)
        {
            array[arrayIndex++] = element;
        }
    }

    void ICollection<TElement>.Add(TElement item) => throw ReadOnly();

    void ICollection<TElement>.Clear() => throw ReadOnly();

    bool ICollection<TElement>.Remove(TElement item) => throw ReadOnly();

    private static NotSupportedException ReadOnly() => new("a query's collection is a view of the facts; insert or retract facts instead");

    private List<object> Sort()
    {
        var unsorted = new List<object>(Count);
        for (var member = _first; member is not null; member = member.Next)
        {
            unsorted.Add(member.Value);
        }

        var sorted = orders[0].First(unsorted);
        for (var i = 1; i < orders.Count; i++)
        {
            sorted = orders[i].Then(sorted);
        }

        return [.. sorted];
    }
}

/// <summary>A group that a query hands out.</summary>
internal sealed class Group<TKey, TElement>(TKey key) : Gathered<TElement>([]), IGrouping<TKey, TElement>
{
    public TKey Key => key;
}
