using EventOps.Model;

namespace EventOps.Journal;

/// <summary>What a verification found.</summary>
/// <param name="FirstSequence">0 when there is no record.</param>
/// <param name="Last">The last line's hash: kept elsewhere, it shows later whether the end was cut off or all was rewritten.</param>
/// <param name="Faults">At most the first 1,000, notes included.</param>
/// <param name="FaultCount">All that are no notes.</param>
public sealed record JournalReport(
    long Records,
    long Segments,
    long FirstSequence,
    long LastSequence,
    DateTimeOffset? FirstAt,
    DateTimeOffset? LastAt,
    Bytes Size,
    JournalHash? Last,
    IReadOnlyList<JournalFault> Faults,
    long FaultCount)
{
    /// <summary>Nothing is wrong but what the writer itself declared.</summary>
    public bool IsSound => FaultCount == 0;
}
