using System.Collections.Immutable;
using System.Diagnostics;
using EventOps.Journal;
using EventOps.Model;

namespace EventOps.Lab.Growth;

/// <summary>Follows the daemon's journal and keeps what was decided and done. Safe to read while it follows.</summary>
/// <param name="began">Of <see cref="Stopwatch"/>, which is the journal's monotonic clock.</param>
internal sealed class Story(string journal, long began)
{
    private readonly Lock _lock = new();
    private ImmutableList<Decision> _decisions = [];
    private Bytes _deviceSize;
    private long _records;

    public IReadOnlyList<Decision> Decisions
    {
        get
        {
            lock (_lock)
            {
                return _decisions;
            }
        }
    }

    /// <summary>Records seen.</summary>
    public long Records => Interlocked.Read(ref _records);

    /// <summary>Until cancelled, which is no failure.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var record in JournalReader.Open(journal).FollowAsync(cancellation: cancellationToken))
            {
                Interlocked.Increment(ref _records);
                lock (_lock)
                {
                    See(record);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to end.
        }
    }

    private void See(JournalRecord record)
    {
        switch (record.Event)
        {
            case VolumeSampled sampled:
                _deviceSize = sampled.DeviceSize;
                break;
            case IntentProposed proposed when proposed.Intent is not ClearAlarm:
                _decisions = _decisions.Add(new Decision(record.Sequence, TimeOf(record), proposed.Rule, proposed.Intent) { From = _deviceSize });
                break;
            case GuardVerdict verdict:
                Change(verdict.IntentSequence, d => d with { Verdict = verdict });
                ForgetStanding(verdict);
                FoldRepeat();
                break;
            case StepFinished step:
                Change(step.IntentSequence, d => d with { Steps = d.Steps.Add(step) });
                break;
            case ActionFinished finished:
                Change(finished.IntentSequence, d => d with { Ended = finished });
                break;
            default:
                break;
        }
    }

    private TimeSpan TimeOf(JournalRecord record)
    {
        var since = record.MonotonicNanoseconds - (long)(began * (1e9 / Stopwatch.Frequency));
        return TimeSpan.FromTicks(Math.Max(0, since / 100));
    }

    private void Change(long sequence, Func<Decision, Decision> change)
    {
        var index = _decisions.FindLastIndex(d => d.Sequence == sequence);
        if (index >= 0)
        {
            _decisions = _decisions.SetItem(index, change(_decisions[index]));
        }
    }

    /// <summary>An alarm that stands already is no news.</summary>
    private void ForgetStanding(GuardVerdict verdict)
    {
        if (verdict.Verdict is Verdict.Refused)
        {
            _decisions = _decisions.RemoveAll(d => d.Sequence == verdict.IntentSequence && d.Intent is RaiseAlarm);
        }
    }

    /// <summary>A rule that asks again and again for what it is not given is one line, with a count.</summary>
    private void FoldRepeat()
    {
        if (_decisions.Count < 2 || _decisions[^1] is not { IsOpen: false, IsCarriedOut: false } last)
        {
            return;
        }

        var before = _decisions[^2];
        if (before.Rule == last.Rule && before.Verdict?.Verdict == last.Verdict?.Verdict)
        {
            _decisions = _decisions.RemoveAt(_decisions.Count - 1)
                .SetItem(_decisions.Count - 2, before with { Repeats = before.Repeats + 1 });
        }
    }
}
