using EventOps.Host.Guard;
using EventOps.Host.Pipeline;
using EventOps.Host.RuleProcess;
using EventOps.Journal;
using EventOps.Model;
using EventOps.Rules.Engine.Explaining;

namespace EventOps.Host.Replay;

/// <summary>
/// The pipeline on virtual time: each event goes to the guard, the board and the rules, in the order and at the times of the
/// journal. There is no executor in it and no clock: nothing here can act.
/// </summary>
/// <param name="supervision">Sees to it that a rule which does not come to an end is found; null when nobody looks.</param>
internal sealed class ReplayTape(ReplayRules rules, RuleSupervision? supervision = null)
{
    private readonly RecoveryWindow _window = new();
    private readonly RecentItems<JournalRecord> _recent = new();
    private readonly CoverageSum _coverage = new();
    private EventBoard _board = new();
    private long _last;

    /// <summary>Whether it is counted how often each condition held.</summary>
    public bool IsCovering { get; init; }

    public ActionGuard Guard { get; private set; } = new();

    /// <summary>Whether the rules were started, and decide.</summary>
    public bool HasRules { get; private set; }

    /// <summary>Whether the rules are those in force when the journal was written; null when it is not known.</summary>
    public bool? IsSame { get; private set; }

    /// <summary>How often each condition held and did not, over all that was replayed.</summary>
    public IReadOnlyList<TermCoverage> TakeCoverage()
    {
        EndRules();
        return _coverage.Terms;
    }

    /// <summary>Starts the rules as a daemon does: told what was remembered and what stands, they decide on from there.</summary>
    /// <param name="recorded">Those that the journal says were started here; null when it does not say.</param>
    public void StartRules(RulesLoaded? recorded = null)
    {
        EndRules();
        supervision?.Begin(_last);
        rules.Start();
        HasRules = true;
        supervision?.Loaded(rules.Report.Rules);
        IsSame = recorded is null ? IsSame : recorded.Rules.Select(r => (r.Name, r.Sha256)).ToHashSet().SetEquals(rules.Report.Rules.Select(r => (r.Name, r.Sha256)));
        var told = RuleHandOver<JournalRecord>.Of([.. Standing.Select(s => (s.Sequence, s.Event, s))], _recent.All());
        if (told.State is { } state)
        {
            rules.TakeState(state);
        }

        foreach (var record in told.Past)
        {
            rules.Past(record);
        }

        // Live, those are not loaded at all.
        foreach (var parked in recorded?.Rules.Where(r => r.Mode is RuleMode.Parked) ?? [])
        {
            rules.Past(Virtual(_last, new RuleParked(parked.Name, parked.File, parked.Sha256, "")));
        }

        supervision?.End();
        if (IsCovering)
        {
            rules.Cover();
        }
    }

    /// <summary>The newest event of each thing, oldest first.</summary>
    public IReadOnlyList<JournalRecord> Standing => [.. _board.Standing().Select(s => Virtual(s.Sequence, s.Event))];

    /// <summary>Has the rules decide on what stands, as they did before the journal begins, and passes over what they say.</summary>
    public void SettleRules(long sequence, DateTimeOffset at) => Decide(Virtual(sequence, new ClockTick { At = at }));

    /// <summary>Takes what held before the journal's range: nobody decides on it.</summary>
    public void Remember(JournalRecord record)
    {
        // Other rules remember other things than those did that the journal was written under.
        var e = record.Event is RuleStateKept && IsSame == false && HasRules ? rules.Remembered with { At = record.At } : record.Event;
        _last = record.Sequence;
        Guard.See(e, record.Sequence);
        _board.See(record.Sequence, e, default);
        _window.Add(record.Sequence, e);
        if (EventKinds.IsForRules(e))
        {
            _recent.Add(record.Sequence, record.PlainLength, record);
        }
    }

    /// <returns>What the rules say to it; valid until the next call.</returns>
    public IReadOnlyList<Event> Enter(JournalRecord record)
    {
        if (record.Event is DaemonStarted)
        {
            Restart();
        }

        Remember(record);
        return EventKinds.IsForRules(record.Event) ? Decide(record) : [];
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

    private IReadOnlyList<Event> Decide(JournalRecord record)
    {
        if (!HasRules)
        {
            return [];
        }

        supervision?.Begin(record.Sequence);
        var said = rules.Now(record);
        supervision?.End();
        return said;
    }

    /// <summary>A new daemon remembers what its recovery reads back of the journal, and its rule process is a new one.</summary>
    private void Restart()
    {
        EndRules();
        Guard = new ActionGuard();
        _board = new EventBoard();
        _recent.Clear();
        foreach (var record in _window.Take())
        {
            Guard.See(record.Event, record.Sequence);
            _board.See(record.Sequence, record.Event, default);
        }

        _board.ForgetSensed();
    }

    private void EndRules()
    {
        _coverage.Add(HasRules ? rules.Coverage : []);
        HasRules = false;
    }
}
