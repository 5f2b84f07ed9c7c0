using EventOps.Host.Guard;
using EventOps.Host.Pipeline;
using EventOps.Journal;
using EventOps.Model;

namespace EventOps.Host.Actions;

/// <summary>What the journal of the run before tells at start: the guard's memory, what stands, and actions that did not end.</summary>
internal sealed class Recovery(ActionGuard guard, EventBoard board)
{
    /// <summary>As far back as the guard's longest memory: budgets and backoffs go over an hour.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(2);

    private readonly SortedDictionary<long, ActionStarted> _open = [];

    /// <summary>Actions that had begun and not ended, oldest first.</summary>
    public IReadOnlyCollection<ActionStarted> Open => _open.Values;

    /// <summary>Where the journal is damaged, in words; what can be read is used.</summary>
    public List<string> Faults { get; } = [];

    /// <param name="lastAt">The time of the newest record.</param>
    public void Read(string folder, DateTimeOffset lastAt)
    {
        var from = lastAt - DateTimeOffset.MinValue > Memory ? lastAt - Memory : DateTimeOffset.MinValue;
        var options = new JournalReadOptions { From = from, OnFault = fault => Faults.Add(fault.ToString()) };
        foreach (var record in JournalReader.Open(folder).Read(options))
        {
            guard.See(record.Event, record.Sequence);
            board.See(record.Sequence, record.Event, record.Line);
            switch (record.Event)
            {
                case ActionStarted started:
                    _open[started.IntentSequence] = started;
                    break;

                case ActionFinished finished:
                    _open.Remove(finished.IntentSequence);
                    break;

                default:
                    break;
            }
        }

        // Places are looked at afresh; only what was decided and done is remembered.
        board.ForgetSensed();
    }

    /// <summary>Takes up what was left open: the executor judges by what the machine shows now, towards the same absolute target.</summary>
    /// <param name="unconfirmed">Actions whose changes are taken back, as the daemon ended before it could confirm them.</param>
    public void Resume(ActionExecutor executor, Inbox inbox, IReadOnlySet<long> unconfirmed)
    {
        foreach (var action in Open)
        {
            if (unconfirmed.Contains(action.IntentSequence))
            {
                Fail(action, "the daemon ended before it was confirmed, so it is taken back");
            }
            else if (guard.Mode is ActingMode.Act)
            {
                executor.Begin(action.IntentSequence, action.Intent);
            }
            else
            {
                Fail(action, "it was interrupted, and the daemon observes only now; look at it by hand, or set mode = \"act\"");
            }
        }

        void Fail(ActionStarted action, string why) => inbox.Post(
            new ActionFinished(action.IntentSequence, action.Intent, Outcome.Failed, why, TimeSpan.Zero), "recovery", action.IntentSequence);
    }
}
