using System.Numerics;

namespace EventOps.Rules.Engine.Network;

/// <summary>From a changed fact to the patterns that it meets now, and to what follows of that.</summary>
internal sealed partial class SessionCore
{
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
            item.Input.Recycle(item);
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
                    item = input.NewItem(entry, bit);
                    item.NextOfFact = place;
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
