using System.Reactive.Subjects;
using EventOps.Host.Actions;
using EventOps.Host.Guard;
using EventOps.Host.RuleProcess;
using EventOps.Journal;
using EventOps.Model;

namespace EventOps.Host.Pipeline;

/// <summary>
/// The one loop that orders everything: an event gets its time and its place in the journal, then the guard, the board and
/// the rules see it; an intent is judged, and what the guard allows begins.
/// </summary>
internal sealed class EventPipeline(
    Inbox inbox,
    JournalWriter journal,
    StreamClock clock,
    EventBoard board,
    ActionGuard guard,
    IRuleLink rules,
    ActionExecutor executor) : IDisposable
{
    private const string GuardSource = "guard";

    private readonly Subject<Event> _seen = new();
    private readonly CauseLoops _loops = new();

    /// <summary>Every event after it is in the journal. Observers run on the pipeline's loop: they must not block.</summary>
    public IObservable<Event> Seen => _seen;

    /// <summary>Runs until the inbox is complete and empty.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await inbox.WaitToReadAsync(cancellationToken))
        {
            while (inbox.TryTake(out var incoming))
            {
                Handle(incoming);
            }

            rules.Flush();
        }
    }

    public void Dispose() => _seen.Dispose();

    private void Handle(in Incoming incoming)
    {
        incoming.Work?.Invoke();
        if (incoming.Event is null)
        {
            return;
        }

        var sequence = Append(incoming.Event, incoming.Source, incoming.Cause, out var e);
        incoming.Placed?.TrySetResult(sequence);
        switch (e)
        {
            case IntentProposed proposed:
                Judge(sequence, proposed);
                break;

            case ActionFinished finished when guard.ContentionAfter(finished) is { } contended:
                Append(contended, GuardSource, sequence, out _);
                break;

            default:
                break;
        }
    }

    private void Judge(long sequence, IntentProposed proposed)
    {
        var verdict = guard.Judge(sequence, proposed.Intent, proposed.At, out var granted, proposed.Rule, proposed.DecidedAfter);
        Append(verdict, GuardSource, sequence, out _);
        switch (granted)
        {
            case null:
                break;

            case RaiseAlarm raise:
                Append(new AlarmRaised(raise.Key, raise.Severity, raise.Because), GuardSource, sequence, out _);
                break;

            case ClearAlarm clear:
                Append(new AlarmCleared(clear.Key), GuardSource, sequence, out _);
                break;

            default:
                executor.Begin(sequence, granted);
                break;
        }
    }

    private long Append(Event raw, string source, long? cause, out Event e)
    {
        var entry = journal.Append(raw with { At = clock.Next() }, source, cause);
        e = entry.Event;
        if (_loops.See(entry.Sequence, e, cause))
        {
            rules.Park(
                ((IntentProposed)e).Rule,
                $"what came of its own intents made it fire again {CauseLoops.MostRounds} times in a row within {Duration.Format(CauseLoops.Within)}: its action must not bring about what it matches");
        }

        guard.See(e, entry.Sequence);
        board.See(entry.Sequence, e, entry.Line);
        if (EventKinds.IsForRules(e))
        {
            rules.Send(entry.Sequence, entry.Line);
        }

        _seen.OnNext(e);
        return entry.Sequence;
    }
}
