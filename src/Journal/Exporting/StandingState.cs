using System.Globalization;
using EventOps.Model;

namespace EventOps.Journal.Exporting;

/// <summary>What still holds at a point in a journal: the newest word on each thing, and what was decided and has not ended.</summary>
internal sealed class StandingState
{
    private readonly Dictionary<string, JournalRecord> standing = new(StringComparer.Ordinal);

    public void See(JournalRecord record)
    {
        SeeDecision(record);
        if (EventDigest.EndedBy(record.Event) is { } ended)
        {
            standing.Remove(ended);
        }

        if (EventDigest.KeyOf(record.Event) is { } key)
        {
            standing[key] = record;
        }
    }

    /// <summary>In the order of the journal.</summary>
    public List<JournalRecord> Records() => [.. standing.Values.OrderBy(r => r.Sequence)];

    /// <summary>An intent and its verdict are needed until the action they led to has ended: a replay from here takes it up.</summary>
    private void SeeDecision(JournalRecord record)
    {
        switch (record.Event)
        {
            case IntentProposed:
                standing[Intent(record.Sequence)] = record;
                break;
            case GuardVerdict { Verdict: Verdict.Allowed or Verdict.AllowedInEmergency } verdict when !IsOfAlarm(verdict.IntentSequence):
                standing[Judgement(verdict.IntentSequence)] = record;
                break;
            case GuardVerdict verdict:
                standing.Remove(Intent(verdict.IntentSequence));
                break;
            case ActionFinished finished:
                standing.Remove(Intent(finished.IntentSequence));
                standing.Remove(Judgement(finished.IntentSequence));
                break;
            default:
                break;
        }
    }

    /// <summary>An alarm is raised and cleared by the verdict itself: nothing begins that could end, and the alarm stands on its own.</summary>
    private bool IsOfAlarm(long intent) =>
        standing.TryGetValue(Intent(intent), out var record) && record.Event is IntentProposed { Intent: RaiseAlarm or ClearAlarm };

    private static string Intent(long sequence) => "intent:" + sequence.ToString(CultureInfo.InvariantCulture);

    private static string Judgement(long sequence) => "verdict:" + sequence.ToString(CultureInfo.InvariantCulture);
}
