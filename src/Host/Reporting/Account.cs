using EventOps.Journal;
using EventOps.Model;

namespace EventOps.Host.Reporting;

/// <summary>What a journal tells of a stretch of time: what was found, what was changed and how, what stood, and how long things could not be used.</summary>
internal sealed class Account
{
    private readonly Dictionary<long, AccountedAction> _actions = [];
    private readonly Dictionary<string, AccountedAlarm> _standing = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _down = new(StringComparer.Ordinal);
    private readonly Dictionary<long, (string How, DateTimeOffset At)> _seen = [];

    /// <summary>The last look at the storage before each tick of the clock, which itself tells of nothing.</summary>
    private readonly Dictionary<long, (string How, DateTimeOffset At)> _lookBefore = [];
    private (string How, DateTimeOffset At)? _lastLook;

    /// <summary>What is mounted at each place, one over the other.</summary>
    private readonly Dictionary<string, List<MountChanged>> _mounts = new(StringComparer.Ordinal);
    private HashSet<string> _wantedMounts = [];
    private HashSet<string> _wantedProbes = [];
    private IntentProposed? _proposed;

    /// <summary>The host's name; empty when the journal does not tell.</summary>
    public string Host { get; private set; } = "";

    public DateTimeOffset? From { get; private set; }

    public DateTimeOffset To { get; private set; }

    public List<AccountedFinding> Findings { get; } = [];

    public IReadOnlyCollection<AccountedAction> Actions => _actions.Values;

    public List<AccountedAlarm> Alarms { get; } = [];

    public List<Downtime> Downtimes { get; } = [];

    public List<string> Starts { get; } = [];

    /// <summary>Each record once, in order.</summary>
    public void Add(JournalRecord record)
    {
        From ??= record.At;
        To = record.At;
        switch (record.Event)
        {
            case DaemonStarted started:
                // Whatever is mounted is told anew.
                _mounts.Clear();
                Host = started.Host ?? Host;
                Starts.Add($"{ReportText.Time(record.At)} EventOps {started.Version} began to work (process {started.ProcessId})");
                break;

            case IntentProposed proposed:
                _proposed = proposed;
                Found(record.Sequence, proposed);
                break;

            case GuardVerdict verdict when _proposed is not null:
                Judged(verdict);
                _proposed = null;
                break;

            case ActionStarted started:
                _actions.TryAdd(started.IntentSequence, new AccountedAction(started.IntentSequence, started.Intent, record.At));
                break;

            case StepFinished step when _actions.TryGetValue(step.IntentSequence, out var action):
                action.Steps.Add(step);
                break;

            case ActionFinished finished:
                Finished(finished);
                break;

            case AlarmRaised raised:
                Raise(raised);
                break;

            case AlarmCleared cleared when _standing.Remove(cleared.Key, out var alarm):
                alarm.Until = record.At;
                break;

            default:
                Watch(record);
                break;
        }
    }

    /// <summary>What lasts to the end of the journal.</summary>
    public void Close()
    {
        foreach (var (what, since) in _down)
        {
            Downtimes.Add(new Downtime(what, since, To, HasEnded: false));
        }

        _down.Clear();
    }

    private void Found(long sequence, IntentProposed proposed)
    {
        if (proposed.Intent is RaiseAlarm or ClearAlarm)
        {
            return;
        }

        var key = $"{proposed.Intent.GetType().Name} {proposed.Intent.Resource}";
        var last = Findings.FindLast(f => f.Key == key);

        // The same again before anything came of it is the same finding.
        if (last is null || last.Outcome is Outcome.Succeeded or Outcome.AlreadySo)
        {
            var source = proposed.Intent is StorageCorrection && _lookBefore.TryGetValue(proposed.DecidedAfter, out var look) ? look : _seen.GetValueOrDefault(proposed.DecidedAfter);
            Findings.Add(new AccountedFinding(key, sequence, proposed, source.How ?? "", source.How is null ? proposed.At : source.At));
        }
        else
        {
            last.Sequences.Add(sequence);
        }
    }

    private void Judged(GuardVerdict verdict)
    {
        if (verdict.Verdict is Verdict.Observed or Verdict.Refused or Verdict.AwaitsApproval && Findings.Find(f => f.Sequences.Contains(verdict.IntentSequence)) is { } finding)
        {
            finding.Held = verdict.Reason;
        }
    }

    private void Finished(ActionFinished finished)
    {
        if (!_actions.TryGetValue(finished.IntentSequence, out var action))
        {
            action = new AccountedAction(finished.IntentSequence, finished.Intent, finished.At);
            _actions.Add(finished.IntentSequence, action);
        }

        action.Finished = finished;
        if (Findings.Find(f => f.Sequences.Contains(finished.IntentSequence)) is { } finding)
        {
            finding.Outcome = finished.Outcome;
            finding.EndedAt = finished.At;
        }
    }

    private void Raise(AlarmRaised raised)
    {
        if (_standing.TryGetValue(raised.Key, out var standing))
        {
            standing.Message = raised.Message;
            return;
        }

        var alarm = new AccountedAlarm(raised.Key, raised.Severity, raised.At) { Message = raised.Message };
        _standing.Add(raised.Key, alarm);
        Alarms.Add(alarm);
    }

    private void Watch(JournalRecord record)
    {
        _seen[record.Sequence] = (EventKinds.IsForRules(record.Event) ? ReportText.How(record.Event) : "", record.At);
        switch (record.Event)
        {
            case StorageLooked:
                _lastLook = _seen[record.Sequence];
                break;

            case ClockTick when _lastLook is { } look:
                _lookBefore[record.Sequence] = look;
                break;

            case MountSeen { Mount: var mount }:
                Note(mount.Path, mount switch
                {
                    { IsMounted: false } => "not mounted",
                    { IsWanted: false } => "another filesystem in its place",
                    { IsSuspended: true } => "suspended: whoever wrote to it waited",
                    { IsReadOnly: true } => "read-only",
                    _ => null,
                }, record.At);
                break;

            case SettingsLoaded settings:
                _wantedProbes = (settings.Network?.Probes ?? []).Where(p => p.IsReachable).Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
                _wantedMounts = (settings.Storage?.Mounts ?? []).Select(m => m.Path).ToHashSet(StringComparer.Ordinal);
                break;

            case MountChanged change when _wantedMounts.Contains(change.MountPoint):
                Note(change.MountPoint, TroubleAfter(change), record.At);
                break;

            case ReachChanged { Reach: var reach } when _wantedProbes.Contains(reach.Name):
                Note(PageOf(reach.Url, reach.Link), reach.IsReachable ? null : $"no answer ({reach.Cause})", record.At);
                break;

            case VolumeLost lost:
                Note("volume " + lost.Volume, lost.Reason, record.At);
                break;

            case VolumeFound found:
                Note("volume " + found.Volume, null, record.At);
                break;

            default:
                break;
        }
    }

    private static string PageOf(string url, string? link) => link is null ? url : $"{url} over {link}";

    /// <summary>The mount table's own word comes before any look. What else may be wrong with a mount, only a look tells.</summary>
    private string? TroubleAfter(MountChanged change)
    {
        if (!_mounts.TryGetValue(change.MountPoint, out var here))
        {
            _mounts.Add(change.MountPoint, here = []);
        }

        var known = change.Change is Change.Added ? -1 : here.FindLastIndex(m => m.Device == change.Device);
        if (known >= 0)
        {
            here.RemoveAt(known);
        }

        if (change.Change is not Change.Removed)
        {
            here.Insert(known >= 0 ? known : here.Count, change);
        }

        return here.Count == 0 ? "not mounted" : here[^1].IsReadOnly ? "read-only" : null;
    }

    private void Note(string thing, string? trouble, DateTimeOffset at)
    {
        var (other, since) = _down.FirstOrDefault(d => d.Key.StartsWith(thing + ": ", StringComparison.Ordinal));
        if (other is not null && other != $"{thing}: {trouble}")
        {
            Downtimes.Add(new Downtime(other, since, at, HasEnded: true));
            _down.Remove(other);
        }

        if (trouble is not null)
        {
            _down.TryAdd($"{thing}: {trouble}", at);
        }
    }
}

/// <summary>Something that differed from what was wanted.</summary>
/// <param name="Seen">The kind of event that told of it, of a look also what made it look; empty when the journal does not reach back to it.</param>
internal sealed record AccountedFinding(string Key, long Sequence, IntentProposed Proposed, string Seen, DateTimeOffset SeenAt)
{
    public List<long> Sequences { get; } = [Sequence];

    public string Held { get; set; } = "";

    public Outcome? Outcome { get; set; }

    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>An action with its steps.</summary>
internal sealed record AccountedAction(long Sequence, Intent Intent, DateTimeOffset At)
{
    public List<StepFinished> Steps { get; } = [];

    public ActionFinished? Finished { get; set; }
}

/// <summary>An alarm, from when to when.</summary>
internal sealed record AccountedAlarm(string Key, Severity Severity, DateTimeOffset At)
{
    public string Message { get; set; } = "";

    public DateTimeOffset? Until { get; set; }
}

/// <summary>A stretch of time in which something could not be used as wanted.</summary>
internal sealed record Downtime(string What, DateTimeOffset From, DateTimeOffset To, bool HasEnded);
