using EventOps.Journal;
using EventOps.Model;

namespace EventOps.Host.Replay;

/// <summary>The decisions that a journal holds, by the event that they were taken after: found in a first reading.</summary>
internal sealed class RecordedIntents
{
    private readonly Dictionary<long, List<RecordedIntent>> _byCause = [];
    private readonly Dictionary<long, RecordedIntent> _bySequence = [];

    public void See(JournalRecord record)
    {
        switch (record.Event)
        {
            case IntentProposed proposed:
                var intent = new RecordedIntent(record.Sequence, proposed);
                _bySequence[record.Sequence] = intent;
                if (!_byCause.TryGetValue(proposed.DecidedAfter, out var same))
                {
                    _byCause.Add(proposed.DecidedAfter, same = []);
                }

                same.Add(intent);
                break;

            case GuardVerdict verdict when _bySequence.TryGetValue(verdict.IntentSequence, out var judged):
                judged.IsGranted = verdict.Verdict is Verdict.Allowed or Verdict.AllowedInEmergency;
                break;

            case ActionFinished finished when _bySequence.TryGetValue(finished.IntentSequence, out var done):
                (done.FinishedAt, done.Outcome) = (record.At, finished.Outcome);
                break;

            default:
                break;
        }
    }

    public IReadOnlyList<RecordedIntent> After(long sequence) => _byCause.TryGetValue(sequence, out var intents) ? intents : [];

    public RecordedIntent? At(long sequence) => _bySequence.GetValueOrDefault(sequence);
}

/// <summary>A decision in the journal, and what came of it.</summary>
internal sealed record RecordedIntent(long Sequence, IntentProposed Proposed)
{
    public bool IsGranted { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public Outcome? Outcome { get; set; }
}
