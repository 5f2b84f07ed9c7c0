namespace EventOps.Rules.Engine.Network;

/// <summary>What a match keeps beyond its facts.</summary>
internal sealed class MatchState
{
    /// <summary>Computed values, by late step.</summary>
    public object?[]? Late;

    /// <summary>What the filter's keys were when it last let the match through.</summary>
    public object?[]? Keys;

    /// <summary>Facts that the match holds up.</summary>
    public Dictionary<object, FactEntry>? Links;
}

/// <summary>A match that had fired and is gone: its Undo waits on the agenda.</summary>
internal sealed record PendingUndo(RuleState Rule, object?[] Values, MatchState? State);
