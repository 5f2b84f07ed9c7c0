using EventOps.Rules.Engine.Network;

namespace EventOps.Rules.Engine.Compilation;

/// <summary>A compiled query.</summary>
internal sealed class QueryPlan
{
    /// <summary>What it depends on; null when on nothing named before.</summary>
    public required InputPlan? Left { get; init; }

    /// <summary>Pairs what it depends on with its source; null when it starts from a named value.</summary>
    public required JoinPlan Pairs { get; init; }

    /// <summary>The slot of the source's facts; -1 when it starts from a named value.</summary>
    public required int SourceSlot { get; init; }

    /// <summary>The named value it starts from.</summary>
    public required Func<object?[], object?>? From { get; init; }

    public required int ResultSlot { get; init; }

    /// <summary>Makes the chain of stages, first to last; the terminal one is the session's.</summary>
    public required IReadOnlyList<Func<Stage>> Stages { get; init; }
}
