using System.Runtime.InteropServices;

namespace EventOps.Rules.Engine.Network;

/// <summary>Items of one key, in the order they came.</summary>
internal class Bucket
{
    public Item? Head;
    public Item? Tail;

    public void Add(Item item, int ordinal)
    {
        ref var link = ref item.Link(ordinal);
        link = new IndexLink { Bucket = this, Previous = Tail };
        if (Tail is null)
        {
            Head = item;
        }
        else
        {
            Tail.Link(ordinal).Next = item;
        }

        Tail = item;
    }

    public void Remove(Item item, int ordinal)
    {
        ref var link = ref item.Link(ordinal);
        if (link.Previous is null)
        {
            Head = link.Next;
        }
        else
        {
            link.Previous.Link(ordinal).Next = link.Next;
        }

        if (link.Next is null)
        {
            Tail = link.Previous;
        }
        else
        {
            link.Next.Link(ordinal).Previous = link.Previous;
        }

        link.Bucket = null;
    }
}

/// <summary>An item's place in an index. The links stay when it is removed, so that one who stands on it can go on.</summary>
internal struct IndexLink
{
    public Bucket? Bucket;
    public Item? Previous;
    public Item? Next;
}

/// <summary>Finds items by a key of theirs.</summary>
internal abstract class KeyIndex(int ordinal)
{
    protected int Ordinal => ordinal;

    /// <summary>The item's values stand in their slots.</summary>
    public abstract void Add(Item item, object?[] values);

    public abstract void Remove(Item item);

    /// <summary>Puts the item under its present key.</summary>
    /// <returns>Whether the key has changed.</returns>
    public abstract bool Move(Item item, object?[] values);
}

internal sealed class ScanIndex(int ordinal) : KeyIndex(ordinal)
{
    public Bucket All { get; } = new();

    public override void Add(Item item, object?[] values) => All.Add(item, Ordinal);

    public override void Remove(Item item) => All.Remove(item, Ordinal);

    public override bool Move(Item item, object?[] values) => false;
}

internal sealed class KeyIndex<TKey>(int ordinal, Func<object?[], TKey> key) : KeyIndex(ordinal)
    where TKey : notnull
{
    private readonly Dictionary<TKey, KeyBucket> _buckets = [];
    private KeyBucket? _null;
    private KeyBucket? _free;

    public Bucket? Find(TKey value) => value is null ? _null : _buckets.GetValueOrDefault(value);

    public override void Add(Item item, object?[] values) => Place(item, key(values));

    public override void Remove(Item item)
    {
        if (item.Link(Ordinal).Bucket is not KeyBucket bucket)
        {
            return;
        }

        bucket.Remove(item, Ordinal);
        if (bucket.Head is null)
        {
            Drop(bucket);
        }
    }

    public override bool Move(Item item, object?[] values)
    {
        var value = key(values);
        if (item.Link(Ordinal).Bucket is KeyBucket bucket && EqualityComparer<TKey>.Default.Equals(bucket.Key, value))
        {
            return false;
        }

        Remove(item);
        Place(item, value);
        return true;
    }

    private void Place(Item item, TKey value)
    {
        if (value is null)
        {
            (_null ??= new KeyBucket { Key = value! }).Add(item, Ordinal);
            return;
        }

        ref var bucket = ref CollectionsMarshal.GetValueRefOrAddDefault(_buckets, value, out _);
        bucket ??= Take(value);
        bucket.Add(item, Ordinal);
    }

    private KeyBucket Take(TKey value)
    {
        var bucket = _free ?? new KeyBucket();
        _free = bucket.NextFree;
        bucket.NextFree = null;
        bucket.Key = value;
        return bucket;
    }

    private void Drop(KeyBucket bucket)
    {
        if (bucket == _null)
        {
            return;
        }

        _buckets.Remove(bucket.Key);
        bucket.Key = default!;
        bucket.NextFree = _free;
        _free = bucket;
    }

    private sealed class KeyBucket : Bucket
    {
        public TKey Key = default!;
        public KeyBucket? NextFree;
    }
}
