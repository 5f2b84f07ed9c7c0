using EventOps.Journal;
using EventOps.Model;

namespace EventOps.Host.Replay;

/// <summary>Tells what an export holds from before its range, which stands between its gaps, from the range itself.</summary>
internal static class StandingPrefix
{
    /// <summary>More than stands at one time on any host; behind so many records without a gap the range has begun.</summary>
    private const int MostHeld = 4096;

    public static IEnumerable<(JournalRecord Record, bool IsStanding)> Mark(IEnumerable<JournalRecord> records)
    {
        var held = new Queue<JournalRecord>();
        var mayStand = false;
        foreach (var record in records)
        {
            if (record.Event is JournalSegment segment)
            {
                mayStand |= segment.Because == "exported";
            }
            else if (record.Event is JournalGap && mayStand)
            {
                while (held.TryDequeue(out var standing))
                {
                    yield return (standing, true);
                }
            }
            else if (!record.IsFrame)
            {
                held.Enqueue(record);
            }

            mayStand &= held.Count < MostHeld;
            while (!mayStand && held.TryDequeue(out var plain))
            {
                yield return (plain, false);
            }
        }

        while (held.TryDequeue(out var rest))
        {
            yield return (rest, false);
        }
    }
}
