using System.Collections;

namespace EventOps.Rules.Engine.Network;

/// <summary>All facts: found by identity, enumerated in the order they came.</summary>
internal sealed class FactTable : IEnumerable<FactEntry>
{
    private FactEntry?[] _entries = new FactEntry?[12];
    private int[] _slots = new int[16];
    private int _end;

    public int Count { get; private set; }

    public FactEntry? Find(TypeTable table, object fact, int hash)
    {
        var mask = _slots.Length - 1;
        for (var i = Start(hash, mask); _slots[i] != 0; i = (i + 1) & mask)
        {
            var entry = _entries[_slots[i] - 1]!;
            if (entry.Hash == hash && entry.Table == table && (ReferenceEquals(entry.Fact, fact) || table.Identity.Same(entry.Fact, fact)))
            {
                return entry;
            }
        }

        return null;
    }

    public void Add(FactEntry entry)
    {
        if (_end == _entries.Length)
        {
            Grow();
        }

        _entries[_end++] = entry;
        Count++;
        Link(entry, _end);
    }

    /// <summary>The entry is found by another hash from now on; its place in the order stays.</summary>
    public void Rehash(FactEntry entry, int hash)
    {
        var place = Unlink(entry);
        entry.Hash = hash;
        Link(entry, place + 1);
    }

    public void Remove(FactEntry entry)
    {
        _entries[Unlink(entry)] = null;
        Count--;
        while (_end > 0 && _entries[_end - 1] is null)
        {
            _end--;
        }
    }

    public IEnumerator<FactEntry> GetEnumerator()
    {
        for (var i = 0; i < _end; i++)
        {
            if (_entries[i] is { } entry)
            {
                yield return entry;
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static int Start(int hash, int mask) => (int)((uint)hash * 2654435769u >> 7) & mask;

    // At most three in four slots are taken. Gaps of facts that have gone are closed on the way.
    private void Grow()
    {
        var live = _entries.Where(e => e is not null).ToArray();
        var slots = live.Length * 4 > _entries.Length * 3 ? _slots.Length * 2 : _slots.Length;
        _entries = new FactEntry?[slots / 4 * 3];
        _slots = new int[slots];
        _end = 0;
        foreach (var entry in live)
        {
            _entries[_end++] = entry;
            Link(entry!, _end);
        }
    }

    private void Link(FactEntry entry, int number)
    {
        var mask = _slots.Length - 1;
        var i = Start(entry.Hash, mask);
        while (_slots[i] != 0)
        {
            i = (i + 1) & mask;
        }

        _slots[i] = number;
    }

    // Open addressing without tombstones: what stood behind the gap moves up.
    private int Unlink(FactEntry entry)
    {
        var mask = _slots.Length - 1;
        var gap = Start(entry.Hash, mask);
        while (_entries[_slots[gap] - 1] != entry)
        {
            gap = (gap + 1) & mask;
        }

        var place = _slots[gap] - 1;
        for (var i = (gap + 1) & mask; _slots[i] != 0; i = (i + 1) & mask)
        {
            var home = Start(_entries[_slots[i] - 1]!.Hash, mask);
            if (((i - home) & mask) >= ((i - gap) & mask))
            {
                _slots[gap] = _slots[i];
                gap = i;
            }
        }

        _slots[gap] = 0;
        return place;
    }
}
