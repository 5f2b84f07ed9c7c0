namespace EventOps.Linux.Uevents;

/// <summary>Notices uevents that never came, by their running numbers.</summary>
/// <remarks>
/// The kernel counts all uevents of the host with one counter. A listener in another network namespace than the first does not hear those
/// of network devices elsewhere, so gaps are normal there: each is a reason to look again, none is an error. Numbers may arrive
/// slightly out of order when several processors send at once; a number that comes late is not a second gap.
/// </remarks>
public sealed class SequenceGaps
{
    private ulong _highest;

    /// <summary>How many numbers were skipped so far, those that came late not counted.</summary>
    public ulong Missing { get; private set; }

    /// <summary>Takes note of a number.</summary>
    /// <returns>How many are missing just before it; 0 for the first, for the next in order, and for one without a number (0).</returns>
    public ulong Note(ulong sequenceNumber)
    {
        if (sequenceNumber == 0)
        {
            return 0;
        }

        if (_highest == 0)
        {
            _highest = sequenceNumber;
            return 0;
        }

        if (sequenceNumber <= _highest)
        {
            Missing -= Missing > 0 && sequenceNumber < _highest ? 1UL : 0;
            return 0;
        }

        var skipped = sequenceNumber - _highest - 1;
        _highest = sequenceNumber;
        Missing += skipped;
        return skipped;
    }
}
