using EventOps.Host.Guard;
using EventOps.Host.Pipeline;
using EventOps.Journal;
using EventOps.Model;
using EventOps.Rules.Process;

namespace EventOps.Host.Replay;

/// <summary>
/// The pipeline on virtual time: each event goes to the guard, the board and the rules, in the order and at the times of the
/// journal. There is no executor in it and no clock: nothing here can act.
/// </summary>
internal sealed class ReplayTape(RuleSetManifest manifest)
{
    private readonly RecoveryWindow _window = new();
    private EventBoard _board = new();
    private ReplayRules? _rules;

    public ActionGuard Guard { get; private set; } = new();

    public bool HasRules => _rules is not null;

    /// <summary>Starts the rules as a daemon does: told what stands, they decide on from there.</summary>
    public RuleSetReport StartRules()
    {
        _rules = new ReplayRules(manifest);
        foreach (var standing in _board.Standing().Where(s => EventKinds.IsForRules(s.Event)))
        {
            _rules.Past(Virtual(standing.Sequence, standing.Event));
        }

        return _rules.Report;
    }

    /// <summary>Has the rules decide on what stands, as they did before the journal begins, and passes over what they say.</summary>
    public void SettleRules(long sequence, DateTimeOffset at) => _rules?.Now(Virtual(sequence, new ClockTick { At = at }));

    /// <summary>Takes what held before the journal's range: nobody decides on it.</summary>
    public void Remember(JournalRecord record)
    {
        Guard.See(record.Event);
        _board.See(record.Sequence, record.Event, default);
        _window.Add(record);
    }

    /// <returns>What the rules say to it; valid until the next call.</returns>
    public IReadOnlyList<Event> Enter(JournalRecord record)
    {
        if (record.Event is DaemonStarted)
        {
            Restart();
        }

        Remember(record);
        return _rules is not null && EventKinds.IsForRules(record.Event) ? _rules.Now(record) : [];
    }

    /// <summary>A record that no journal holds.</summary>
    public static JournalRecord Virtual(long sequence, Event e) => new()
    {
        Sequence = sequence,
        At = e.At,
        WallTime = e.At,
        MonotonicNanoseconds = 0,
        Kind = "",
        Source = "replay",
        Event = e,
    };

    /// <summary>A new daemon remembers what its recovery reads back of the journal, and its rule process is a new one.</summary>
    private void Restart()
    {
        _rules = null;
        Guard = new ActionGuard();
        _board = new EventBoard();
        foreach (var record in _window.Take())
        {
            Guard.See(record.Event);
            _board.See(record.Sequence, record.Event, default);
        }

        _board.ForgetSensed();
    }
}
