using EventOps.Rules.Engine.Time;

namespace EventOps.Rules.Engine.Network;

/// <summary>What a match keeps beyond its facts.</summary>
internal sealed class MatchState
{
    /// <summary>Computed values, by late step.</summary>
    public object?[]? Late;

    /// <summary>What time operators remember, by late step, and under which keys.</summary>
    public TimeState?[]? Times;
    public string?[]? TimeKeys;

    /// <summary>When it must be looked at again, in ticks.</summary>
    public long? Due;

    /// <summary>The late step that doesn't hold; -1 when all do.</summary>
    public int FailedStep = -1;

    /// <summary>What the filter's keys were when it last let the match through.</summary>
    public object?[]? Keys;

    /// <summary>Facts that the match holds up.</summary>
    public Dictionary<object, FactEntry>? Links;

    /// <summary>Facts that the match yields, by action.</summary>
    public FactEntry?[]? Yields;

    /// <summary>Takes the facts that it holds up away from it; null when there are none.</summary>
    public MatchState? TakeLinks()
    {
        if (Links is null && Yields is null)
        {
            return null;
        }

        var taken = new MatchState { Links = Links, Yields = Yields };
        (Links, Yields) = (null, null);
        return taken;
    }
}

/// <summary>A match that had fired and is gone: its Undo waits on the agenda.</summary>
internal sealed record PendingUndo(RuleState Rule, object?[] Values);
