using EventOps.Host.Commands;
using EventOps.Journal;
using EventOps.Model;

namespace EventOps.Host.Replay;

/// <summary>
/// Replays a journal as it was recorded, and compares each decision of rules and guard with the recorded one. What follows from
/// a decision is taken from the journal, so that one difference does not make others.
/// </summary>
/// <param name="isCovering">Whether it is counted how often each condition held, which is slow.</param>
internal sealed class ReplayComparison(ReplayRules rules, ReplayRange range, Action<ReplayDecision> decided, bool isCovering = false, RuleSupervision? supervision = null)
{
    private readonly ReplayTape _tape = new(rules, supervision) { IsCovering = isCovering };
    private readonly PendingIntents _pending = new();
    private readonly ReplayTally _tally = new();
    private readonly ReplayedFaults _faults = new();
    private ReplayDecision? _open;
    private bool _hasStood;

    /// <summary>What held before the range that the journal is about.</summary>
    public void Remember(JournalRecord record)
    {
        _tape.Remember(record);
        _hasStood = true;
    }

    public void Take(JournalRecord record)
    {
        var before = _tally.LastAt;
        _tally.See(record);
        Begin(record);
        switch (record.Event)
        {
            case IntentProposed recorded:
                Meet(record, recorded);
                break;

            case GuardVerdict verdict:
                Close(verdict);
                break;

            case RuleFaulted fault:
                _faults.Recorded(fault);
                break;

            case DaemonStarted:
                // The one before ended somewhere behind its last record.
                _pending.EndProcess(before);
                break;

            default:
                break;
        }

        foreach (var said in _tape.Enter(record))
        {
            if (said is IntentProposed intent)
            {
                _pending.Add(intent, record.At);
            }
            else if (said is RuleFaulted fault)
            {
                _tally.RuleFaults++;
                _faults.Replayed(fault, record.Sequence);
            }
        }

        if (record.Event is RulesLoaded loaded)
        {
            _pending.EndProcess(record.At);
            _tape.StartRules(loaded);
            _tally.SeeRules(_tape.IsSame == true);
            _pending.IsSame = _tally.SameRules;
        }

        Say(_pending.TakeOlderThan(record.At));
    }

    public ReplayReport Finish()
    {
        Close(null);
        _pending.EndProcess(_tally.LastAt);
        Say(_pending.TakeAll());
        _tally.NewFaults = _faults.New;
        _tally.Notes.AddRange(_faults.Notes);
        return _tally.Report() with { Coverage = isCovering ? _tape.TakeCoverage() : null };
    }

    /// <summary>A journal whose beginning is gone or was left out starts with rules that have seen what stands.</summary>
    private void Begin(JournalRecord record)
    {
        if (_tape.HasRules || _tally.HasBegun)
        {
            return;
        }

        _tally.HasBegun = true;
        if (record.Event is DaemonStarted)
        {
            return;
        }

        _tape.StartRules();
        _tape.SettleRules(record.Sequence, record.At);
        _tally.Notes.Add(_hasStood
            ? "the journal is an export: rules begin with what stood before its range"
            : $"the journal begins amid a run, at record {record.Sequence}: what was known before it is not known to the replay");
    }

    private void Meet(JournalRecord record, IntentProposed recorded)
    {
        Close(null);
        Say(_pending.TakeBefore(recorded.DecidedAfter));
        var (mark, intent) = _pending.Take(recorded);
        var verdict = _tape.Guard.Judge(record.Sequence, recorded.Intent, recorded.At, out _, recorded.Rule, recorded.DecidedAfter);
        _open = new ReplayDecision(
            mark,
            record.Sequence,
            recorded.DecidedAfter,
            record.At,
            recorded.Rule,
            intent ?? recorded.Intent,
            verdict.Verdict,
            verdict.Reason,
            mark is ReplayMark.Changed ? $"{JournalEventText.Of(recorded.Intent)}: {recorded.Intent.Because}" : null);
    }

    private void Close(GuardVerdict? recorded)
    {
        if (_open is not { } decision)
        {
            return;
        }

        _open = null;
        if (recorded is not null && decision.Sequence == recorded.IntentSequence
            && (recorded.Verdict != decision.Verdict || recorded.Reason != decision.Reason)
            && decision.Mark is ReplayMark.Same)
        {
            decision = decision with { Mark = ReplayMark.Judged, Recorded = $"{recorded.Verdict}: {recorded.Reason}" };
        }

        Say(decision);
    }

    private void Say(IEnumerable<ReplayDecision> decisions)
    {
        foreach (var decision in decisions)
        {
            var verdict = _tape.Guard.Judge(0, decision.Intent, _tally.LastAt, out _, decision.Rule);
            Say(decision with { Verdict = verdict.Verdict, Reason = verdict.Reason });
        }
    }

    private void Say(ReplayDecision decision)
    {
        if (range.Holds(decision.At))
        {
            _tally.Count(decision);
            decided(decision);
        }
    }
}
