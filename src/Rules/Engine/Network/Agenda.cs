namespace EventOps.Rules.Engine.Network;

/// <summary>Matches that wait to fire: by priority, then in the order they became ready.</summary>
internal sealed class Agenda
{
    private readonly Ring[] _rings;
    private readonly Dictionary<(FactEntry, int), int> _stale = [];

    /// <param name="priorities">All that rules have.</param>
    public Agenda(IEnumerable<int> priorities)
    {
        Priorities = [.. priorities.Distinct().OrderDescending()];
        _rings = [.. Priorities.Select(_ => new Ring())];
    }

    public int[] Priorities { get; }

    /// <summary>What is queued now is this many firings away from a change from outside.</summary>
    public int Depth { get; set; }

    /// <summary>The rule whose action runs; null outside of firing.</summary>
    public RuleState? Cause { get; set; }

    public bool IsEmpty => Array.TrueForAll(_rings, r => r.Count == 0);

    public void Add(int ring, object target, int tag) => _rings[ring].Add(new AgendaItem(target, tag, Depth, Cause));

    /// <summary>The single match is no more; should it come back, then at the end.</summary>
    public void Forget(FactEntry entry, int bit)
    {
        _stale.TryGetValue((entry, bit), out var count);
        _stale[(entry, bit)] = count + 1;
    }

    public bool TryTake(out AgendaItem item)
    {
        foreach (var ring in _rings)
        {
            while (ring.Count > 0)
            {
                item = ring.Take();
                if (IsLive(item))
                {
                    return true;
                }
            }
        }

        item = default;
        return false;
    }

    private bool IsLive(AgendaItem item)
    {
        switch (item.Target)
        {
            case FactEntry entry:
                return _stale.Count == 0 || !IsStale(entry, item.Tag);
            case JoinTuple tuple:
                return (tuple.Flags & TupleFlags.Queued) != 0 && tuple.Round == item.Tag;
            default:
                return true;
        }
    }

    private bool IsStale(FactEntry entry, int bit)
    {
        if (!_stale.TryGetValue((entry, bit), out var count))
        {
            return false;
        }

        if (count == 1)
        {
            _stale.Remove((entry, bit));
        }
        else
        {
            _stale[(entry, bit)] = count - 1;
        }

        return true;
    }

    private sealed class Ring
    {
        private AgendaItem[] _items = new AgendaItem[16];
        private int _start;

        public int Count { get; private set; }

        public void Add(AgendaItem item)
        {
            if (Count == _items.Length)
            {
                var larger = new AgendaItem[Count * 2];
                for (var i = 0; i < Count; i++)
                {
                    larger[i] = _items[(_start + i) & (Count - 1)];
                }

                (_items, _start) = (larger, 0);
            }

            _items[(_start + Count) & (_items.Length - 1)] = item;
            Count++;
        }

        public AgendaItem Take()
        {
            ref var place = ref _items[_start];
            var item = place;
            place = default;
            _start = (_start + 1) & (_items.Length - 1);
            Count--;
            return item;
        }
    }
}

/// <param name="Target">A fact's entry, a tuple, or something to undo.</param>
/// <param name="Tag">For an entry the bit of its pattern, for a tuple the round in which it was queued.</param>
/// <param name="Depth">How many firings, one by the effect of the other, led to it.</param>
/// <param name="Cause">The rule whose action led to it; null for a change from outside.</param>
internal readonly record struct AgendaItem(object Target, int Tag, int Depth, RuleState? Cause);
