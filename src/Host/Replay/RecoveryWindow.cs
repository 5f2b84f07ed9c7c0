using EventOps.Journal;
using EventOps.Model;

namespace EventOps.Host.Replay;

/// <summary>What a daemon that starts anew would read back: the records of the last two hours, without readings that say nothing to it then.</summary>
internal sealed class RecoveryWindow
{
    /// <summary>As <see cref="Actions.Recovery"/>.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(2);

    private readonly Queue<JournalRecord> _records = new();
    private readonly HashSet<string> _abandoned = new(StringComparer.Ordinal);
    private DateTimeOffset _last;

    public void Add(long sequence, Event e)
    {
        _last = e.At;
        var isKept = e switch
        {
            // A reading matters after a restart only when it frees a volume whose action was abandoned.
            VolumeSampled sample => _abandoned.Count > 0 && _abandoned.Contains(sample.Volume),
            ActionFinished { Intent: GrowVolume grow, Outcome: Outcome.Abandoned } => _abandoned.Add(grow.Volume) || true,
            ActionFinished { Intent: GrowVolume grow } => _abandoned.Remove(grow.Volume) || true,
            IntentProposed or StepStarted or StepFinished or ClockTick or MountChanged or BlockDeviceChanged => false,
            _ => true,
        };
        if (isKept)
        {
            _records.Enqueue(ReplayTape.Virtual(sequence, e));
        }

        while (_records.TryPeek(out var oldest) && _last - oldest.At > Memory)
        {
            _records.Dequeue();
        }
    }

    public IReadOnlyList<JournalRecord> Take() => [.. _records];
}
