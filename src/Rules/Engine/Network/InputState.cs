using EventOps.Rules.Engine.Compilation;

namespace EventOps.Rules.Engine.Network;

/// <summary>What takes the items of an input.</summary>
internal interface IConsumer
{
    void Added(Item item);

    void Updated(Item item);

    void Removed(Item item);

    /// <summary>The item's fact was seen again as it was.</summary>
    void Seen(Item item)
    {
    }
}

/// <summary>The items of one input, found by their keys.</summary>
internal sealed class InputState
{
    private readonly List<IConsumer> _consumers = [];
    private readonly BranchState _branch;
    private readonly HashSet<Item>? _made;
    private Item? _free;

    public InputState(InputPlan plan, BranchState branch)
    {
        _branch = branch;
        Plan = plan;
        Slot = plan.Slots.Count == 0 ? -1 : plan.Slots[^1];
        _made = plan.Pattern is null ? [] : null;
        Indexes = [.. plan.Indexes.Select(i => i.Create())];
    }

    public InputPlan Plan { get; }

    /// <summary>The slot of its fact or result.</summary>
    public int Slot { get; }

    public KeyIndex[] Indexes { get; }

    /// <summary>All items; for explanations.</summary>
    public IEnumerable<Item> Items(IEnumerable<FactEntry> facts)
    {
        if (_made is not null)
        {
            return _made;
        }

        return facts.Select(Of).OfType<Item>();

        Item? Of(FactEntry entry)
        {
            var item = entry.Items;
            while (item is not null && item.Input != this)
            {
                item = item.NextOfFact;
            }

            return item;
        }
    }

    public void ConnectTo(IConsumer consumer) => _consumers.Add(consumer);

    /// <summary>An item for a fact.</summary>
    public Item NewItem(FactEntry entry, int bit)
    {
        var item = _free ?? new Item(this);
        _free = null;
        item.Entry = entry;
        item.Bit = bit;
        item.IsGone = false;
        return item;
    }

    /// <summary>The item has gone and no tuple holds it: the next one takes its place.</summary>
    public void Recycle(Item item)
    {
        if (item.Instance is null && item.FirstTuple is null && item.FirstWitnessed is null)
        {
            item.Entry = null;
            item.NextOfFact = null;
            _free = item;
        }
    }

    /// <summary>First half of every change: the indexes know. Joins are told only when all indexes do.</summary>
    public void Index(Item item)
    {
        _made?.Add(item);
        _branch.Begins();
        item.Load(_branch.Values);
        foreach (var index in Indexes)
        {
            try
            {
                index.Add(item, _branch.Values);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                _branch.Failed(e);
            }
        }
    }

    public void Reindex(Item item)
    {
        item.KeyChanged = false;
        if (Indexes.Length == 0)
        {
            return;
        }

        _branch.Begins();
        item.Load(_branch.Values);
        foreach (var index in Indexes)
        {
            try
            {
                item.KeyChanged |= index.Move(item, _branch.Values);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // Without a key it joins with nothing.
                index.Remove(item);
                item.KeyChanged = true;
                _branch.Failed(e);
            }
        }
    }

    public void Unindex(Item item)
    {
        item.IsGone = true;
        _made?.Remove(item);
        foreach (var index in Indexes)
        {
            index.Remove(item);
        }
    }

    public void Added(Item item)
    {
        foreach (var consumer in _consumers)
        {
            consumer.Added(item);
        }
    }

    public void Updated(Item item)
    {
        foreach (var consumer in _consumers)
        {
            consumer.Updated(item);
        }
    }

    public void Seen(Item item)
    {
        foreach (var consumer in _consumers)
        {
            consumer.Seen(item);
        }
    }

    public void Removed(Item item)
    {
        for (var i = _consumers.Count - 1; i >= 0; i--)
        {
            _consumers[i].Removed(item);
        }
    }
}
