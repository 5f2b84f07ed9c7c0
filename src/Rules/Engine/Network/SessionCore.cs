using System.Numerics;

namespace EventOps.Rules.Engine.Network;

/// <summary>Takes changes of facts through patterns and joins to the agenda.</summary>
internal sealed class SessionCore
{
    private readonly RuleSet _rules;
    private readonly bool _strict;
    private readonly InputState?[] _inputs;
    private readonly RuleState[] _ruleOf;
    private readonly List<(Item Item, bool Added)> _touched = [];
    private readonly List<Item> _removed = [];
    private readonly Queue<Item> _dirty = [];
    private readonly Queue<MatchState> _unlinked = [];
    private ulong[] _bits = new ulong[4];
    private TypeTable? _lastTable;
    private int _stamp;
    private FactEntry? _free;

    public SessionCore(RuleSet rules, bool strict, DateTimeOffset start)
    {
        Timeline.Now = start.UtcTicks;
        _rules = rules;
        _strict = strict;
        Agenda = new Agenda(rules.Plans.Select(p => p.Definition.Priority));
        Rules = [.. rules.Plans.Select(p => new RuleState(p, Array.IndexOf(Agenda.Priorities, p.Definition.Priority)))];
        foreach (var rule in Rules)
        {
            rule.Branches = [.. rule.Plan.Branches.Select(b => new BranchState(rule, b, this))];
        }

        _ruleOf = [.. rules.Patterns.Select(p => Rules[p.Rule.Order])];
        _inputs = [.. rules.Patterns.Select(p => p.IsSingle ? null : Rules[p.Rule.Order].Branches[p.Branch].Inputs[p.Input])];
    }

    public RuleState[] Rules { get; }

    public Agenda Agenda { get; }

    public Time.Timeline Timeline { get; } = new();

    public FactTable Facts { get; } = new();

    /// <summary>Facts that single matches hold up.</summary>
    public Dictionary<(FactEntry, int), MatchState> SingleLinks { get; } = [];

    /// <summary>Told of a condition that threw.</summary>
    public Action<RuleState, Exception>? OnConditionFailed { get; set; }

    public void Start()
    {
        foreach (var rule in Rules)
        {
            Array.ForEach(rule.Branches, b => b.Start());
        }

        Settle();
    }

    public TypeTable TableOf(object fact)
    {
        var type = fact.GetType();
        return _lastTable is { } last && last.Type == type ? last : _lastTable = _rules.TableOf(type);
    }

    public FactEntry? Find(object fact)
    {
        var table = TableOf(fact);
        return Facts.Find(table, fact, table.Identity.Hash(fact));
    }

    public FactEntry Insert(object fact, int supports = 0)
    {
        var table = TableOf(fact);
        var hash = table.Identity.Hash(fact);
        var entry = Reuse(table) ?? new FactEntry(table);
        (entry.Fact, entry.Hash, entry.Supports) = (fact, hash, supports);
        Facts.Add(entry);
        Evaluate(entry);
        return entry;
    }

    /// <summary>The fact has changed, or another record stands for it now.</summary>
    public void Update(FactEntry entry, object fact)
    {
        entry.Fact = fact;
        Evaluate(entry);
    }

    /// <summary>Another value stands for the fact, perhaps under another identity.</summary>
    public void Replace(FactEntry entry, object fact)
    {
        var hash = entry.Table.Identity.Hash(fact);
        if (hash != entry.Hash)
        {
            Facts.Remove(entry);
            entry.Hash = hash;
            Facts.Add(entry);
        }

        Update(entry, fact);
    }

    /// <summary>A match holds the fact up; another may do so already.</summary>
    /// <exception cref="ArgumentException">The fact was inserted from outside.</exception>
    public FactEntry Support(object fact)
    {
        if (Find(fact) is not { } entry)
        {
            return Insert(fact, supports: 1);
        }

        if (entry.Supports == 0)
        {
            throw new ArgumentException($"the fact {fact} was inserted from outside; a match cannot hold it up");
        }

        entry.Supports++;
        Update(entry, fact);
        return entry;
    }

    /// <summary>A match holds another value up now, in the place of the one before.</summary>
    public FactEntry Resupport(FactEntry entry, object fact)
    {
        var known = Find(fact);
        if (known == entry || (known is null && entry.Supports == 1 && fact.GetType() == entry.Table.Type))
        {
            Replace(entry, fact);
            return entry;
        }

        var other = Support(fact);
        ReleaseOne(entry);
        return other;
    }

    public void Retract(FactEntry entry)
    {
        entry.IsRetracted = true;
        Facts.Remove(entry);
        Array.Clear(_bits, 0, Math.Min(_bits.Length, entry.Table.Words));
        var idle = entry.Items is null && !IsFiring && !entry.HasLinks && entry.IsQuiet;
        Apply(entry, _bits);
        if (idle)
        {
            entry.Content = entry.Table == _free?.Table ? _free : null;
            _free = entry;
        }
    }

    /// <summary>An action runs: it may still look at facts that it retracts.</summary>
    public bool IsFiring { get; set; }

    /// <summary>The fact was seen again as it was: only time operators take note.</summary>
    public void Observe(FactEntry entry)
    {
        for (var item = entry.Items; item is not null; item = item.NextOfFact)
        {
            item.Input.Seen(item);
        }

        Settle();
    }

    public int NextStamp() => ++_stamp;

    public void MarkDirty(Item item)
    {
        if (!item.IsDirty)
        {
            item.IsDirty = true;
            _dirty.Enqueue(item);
        }
    }

    /// <summary>The match that held these facts up is gone.</summary>
    public void Unlink(MatchState state) => _unlinked.Enqueue(state);

    public void ConditionFailed(RuleState rule, Exception e)
    {
        if (_strict)
        {
            throw new RuleConditionException(rule.Plan.Definition.Name, e);
        }

        OnConditionFailed?.Invoke(rule, e);
    }

    /// <summary>Carries query results on and takes facts away whose cause is gone, until nothing is left to do.</summary>
    public void Settle()
    {
        while (_dirty.Count > 0 || _unlinked.Count > 0)
        {
            while (_dirty.TryDequeue(out var item))
            {
                Announce(item);
            }

            if (_unlinked.TryDequeue(out var state))
            {
                Release(state);
            }
        }
    }

    public void ReleaseOne(FactEntry entry)
    {
        if (--entry.Supports == 0 && !entry.IsRetracted)
        {
            Retract(entry);
        }
    }

    /// <summary>The entry of a fact that has gone, such as the event before: nothing refers to it.</summary>
    private FactEntry? Reuse(TypeTable table)
    {
        if (_free is not { } entry || entry.Table != table)
        {
            return null;
        }

        _free = (FactEntry?)entry.Content;
        entry.IsRetracted = false;
        return entry;
    }

    private static void Announce(Item item)
    {
        item.IsDirty = false;
        if (item.IsGone)
        {
            return;
        }

        if (!item.IsAnnounced)
        {
            item.IsAnnounced = true;
            item.Input.Added(item);
            return;
        }

        item.Input.Reindex(item);
        item.Input.Updated(item);
    }

    private void Release(MatchState state)
    {
        var (links, yields) = (state.Links, state.Yields);
        (state.Links, state.Yields) = (null, null);
        foreach (var entry in links?.Values ?? Enumerable.Empty<FactEntry>())
        {
            ReleaseOne(entry);
        }

        foreach (var entry in yields ?? [])
        {
            if (entry is not null)
            {
                ReleaseOne(entry);
            }
        }
    }

    private void Evaluate(FactEntry entry)
    {
        var words = entry.Table.Words;
        if (_bits.Length < words)
        {
            _bits = new ulong[words];
        }

        var bits = _bits.AsSpan(0, words);
        bits.Clear();
        try
        {
            entry.Table.Evaluate(entry.Fact, bits);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            entry.Table.EvaluateEach(entry.Fact, bits, (p, inner) => ConditionFailed(_ruleOf[p.Id], inner));
        }

        Apply(entry, _bits);
    }

    private void Apply(FactEntry entry, ulong[] bits)
    {
        var joins = entry.Items is not null;
        var singles = entry.Table.Singles;
        for (var w = 0; w < singles.Length && !joins; w++)
        {
            joins = (bits[w] & ~singles[w]) != 0;
        }

        if (joins)
        {
            ApplyToJoins(entry, bits);
        }
        else
        {
            for (var w = 0; w < singles.Length; w++)
            {
                ApplyToSingles(entry, w, bits[w]);
            }
        }

        Settle();
    }

    private void ApplyToSingles(FactEntry entry, int word, ulong now)
    {
        ref var matched = ref entry.Matched(word);
        var gone = matched & ~now;
        matched = now;
        for (; gone != 0; gone &= gone - 1)
        {
            Lose(entry, (word << 6) + BitOperations.TrailingZeroCount(gone));
        }

        ref var queued = ref entry.Queued(word);
        for (var ready = now & ~queued; ready != 0; ready &= ready - 1)
        {
            Ready(entry, (word << 6) + BitOperations.TrailingZeroCount(ready));
        }
    }

    private void Lose(FactEntry entry, int bit)
    {
        var mask = 1UL << bit;
        ref var queued = ref entry.Queued(bit >> 6);
        if ((queued & mask) != 0)
        {
            queued &= ~mask;
            Agenda.Forget(entry, bit);
        }

        entry.Fired(bit >> 6) &= ~mask;
        if (entry.HasLinks && SingleLinks.Remove((entry, bit), out var state))
        {
            Unlink(state);
        }
    }

    private void Ready(FactEntry entry, int bit)
    {
        var rule = _ruleOf[entry.Table.Patterns[bit].Id];
        if (rule.IsRepeatable || (entry.Fired(bit >> 6) & (1UL << bit)) == 0)
        {
            entry.Queued(bit >> 6) |= 1UL << bit;
            Agenda.Add(rule.Ring, entry, bit);
        }
    }

    private void ApplyToJoins(FactEntry entry, ulong[] bits)
    {
        _touched.Clear();
        _removed.Clear();
        Index(entry, bits);
        foreach (var item in _removed)
        {
            item.Input.Removed(item);
        }

        var next = 0;
        var singles = entry.Table.Singles;
        for (var w = 0; w < singles.Length; w++)
        {
            ref var matched = ref entry.Matched(w);
            var now = bits[w];
            for (var gone = matched & ~now & singles[w]; gone != 0; gone &= gone - 1)
            {
                Lose(entry, (w << 6) + BitOperations.TrailingZeroCount(gone));
            }

            matched = now;
            for (; now != 0; now &= now - 1)
            {
                var bit = (w << 6) + BitOperations.TrailingZeroCount(now);
                if ((singles[w] & (now & (~now + 1))) == 0)
                {
                    Touch(_touched[next++]);
                }
                else if ((entry.Queued(w) & (1UL << bit)) == 0)
                {
                    Ready(entry, bit);
                }
            }
        }
    }

    private static void Touch((Item Item, bool Added) touched)
    {
        if (touched.Added)
        {
            touched.Item.Input.Added(touched.Item);
        }
        else
        {
            touched.Item.Input.Updated(touched.Item);
        }
    }

    /// <summary>Brings all indexes up to date before any join is told, and notes in pattern order whom to tell.</summary>
    private void Index(FactEntry entry, ulong[] bits)
    {
        ref var place = ref entry.Items;
        for (var w = 0; w < entry.Table.Words; w++)
        {
            for (var any = (bits[w] | entry.Matched(w)) & ~entry.Table.Singles[w]; any != 0; any &= any - 1)
            {
                var bit = (w << 6) + BitOperations.TrailingZeroCount(any);
                var item = place is { } known && known.Bit == bit ? known : null;
                if ((bits[w] & (1UL << bit)) == 0)
                {
                    if (item is not null)
                    {
                        place = item.NextOfFact;
                        item.Input.Unindex(item);
                        _removed.Add(item);
                    }

                    continue;
                }

                var added = item is null;
                if (item is null)
                {
                    var input = _inputs[entry.Table.Patterns[bit].Id]!;
                    item = new Item(input) { Entry = entry, Bit = bit, NextOfFact = place };
                    place = item;
                    input.Index(item);
                }
                else
                {
                    item.Input.Reindex(item);
                }

                _touched.Add((item, added));
                place = ref item.NextOfFact;
            }
        }
    }
}
