namespace EventOps.Rules.Engine.Network;

/// <summary>Facts that stand as long as a match that holds them up.</summary>
internal sealed partial class SessionCore
{
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

    /// <summary>The match that held these facts up is gone.</summary>
    public void Unlink(MatchState state) => _unlinked.Enqueue(state);

    public void ReleaseOne(FactEntry entry)
    {
        if (--entry.Supports == 0 && !entry.IsRetracted)
        {
            Retract(entry);
        }
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
}
