using EventOps.Journal;
using EventOps.Model;

namespace EventOps.Host.Replay;

/// <summary>
/// Replays a journal under rules or settings that may decide otherwise. It follows the recording as long as the actions are those
/// recorded; from the first other one on, what follows from actions is not in the journal any more, and modelled volumes and a modelled network go on.
/// </summary>
internal sealed class ReplayFork(ReplayRules rules, RecordedIntents recorded, SettingsLoaded? settings, RuleSupervision? supervision = null)
{
    /// <summary>Sequences of what no journal holds.</summary>
    private const long FirstVirtual = 1L << 48;

    private readonly ReplayTape _tape = new(rules, supervision);
    private readonly FactsSeen _facts = new();
    private ModelNetwork? _network;
    private readonly Dictionary<string, ModelVolume> _volumes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, UsageCurve> _curves = new(StringComparer.Ordinal);
    private readonly PriorityQueue<DueEnd, (DateTimeOffset, long)> _due = new();
    private readonly List<RecordedIntent> _inFlight = [];
    private readonly List<RecordedIntent> _awaited = [];
    private readonly List<ReplayAction> _actions = [];
    private HashSet<(string Name, string Sha256)> _recordedRules = [];
    private long _virtual = FirstVirtual;
    private long _last;
    private bool _hasBegun;

    /// <summary>When the actions were no longer those recorded; null while they are.</summary>
    public ForkPoint? Fork { get; private set; }

    public IReadOnlyList<ReplayAction> Actions => _actions;

    public IEnumerable<UsageCurveText> Curves => _curves.Values.OrderBy(c => c.Volume, StringComparer.Ordinal).Select(c => c.ToText());

    public IReadOnlyDictionary<string, ModelVolume> Volumes => _volumes;

    /// <summary>What is known at the end of what was taken so far.</summary>
    public FactsSeen Facts => _facts;

    public void Remember(JournalRecord record)
    {
        var e = record.Event is SettingsLoaded && settings is not null ? settings with { At = record.At } : record.Event;
        _tape.Remember(With(record, e));
        _facts.See(e);
        Follow(e);
    }

    public void Take(JournalRecord record)
    {
        EndDue(record.At);
        _last = record.Sequence;
        Begin(record);
        switch (record.Event)
        {
            case IntentProposed or GuardVerdict or ActionStarted or StepStarted or StepFinished or ActionFinished or AlarmRaised or AlarmCleared:
                TakeDecided(record);
                break;

            case SettingsLoaded when settings is not null:
                Enter(With(record, settings with { At = record.At }));
                break;

            case VolumeSampled sample:
                TakeSample(record, sample);
                break;

            case VolumeReadinessChanged readiness:
                Enter(With(record, VolumeOf(readiness.Volume).Follow(readiness, Fork is not null)));
                break;

            default:
                if (Fork is null || !Network.IsOfRecording(record.Event))
                {
                    Enter(record);
                }

                break;
        }

        if (record.Event is RulesLoaded loaded)
        {
            _recordedRules = [.. loaded.Rules.Select(r => (r.Name, r.Sha256))];
            _tape.StartRules(loaded);
        }
    }

    public void Finish() => EndDue(DateTimeOffset.MaxValue);

    private void Begin(JournalRecord record)
    {
        if (!_hasBegun && record.Event is not DaemonStarted)
        {
            _tape.StartRules();
            _tape.SettleRules(record.Sequence, record.At);
        }

        _hasBegun = true;
    }

    private void TakeSample(JournalRecord record, VolumeSampled sample)
    {
        var volume = VolumeOf(sample.Volume);
        if (Fork is null && settings is null)
        {
            volume.Follow(sample);
            Enter(record);
            return;
        }

        // Live, the sensor reads at the crossing. The journal has readings at the crossings of its own run only.
        if (_facts.PolicyOf(sample.Volume) is { } policy && volume.Shown is { } before && volume.Recorded is { } last && last.DeviceSize == sample.DeviceSize)
        {
            var (a, b) = (Headroom(policy, before), Headroom(policy, sample) + (before.DeviceSize - sample.DeviceSize));
            if (a > Bytes.Zero && b < Bytes.Zero && sample.At > before.At)
            {
                var share = (double)a.Value / (a.Value - b.Value);
                var at = before.At + ((sample.At - before.At) * share);
                EndDue(at);
                Enter(ReplayTape.Virtual(_virtual++, volume.Between(sample, share, at)));
                EndDue(record.At);
            }
        }

        Enter(Fork is null ? record : With(record, volume.Sample(sample)));
    }

    private static Bytes Headroom(VolumePolicy policy, VolumeSampled sample) => policy.Headroom(sample.Size - sample.Free, sample.Available);

    private void TakeDecided(JournalRecord record)
    {
        if (Fork is not null)
        {
            if (record.Event is ActionStarted started)
            {
                Network.PassOver(started);
            }

            return;
        }

        if (record.Event is not IntentProposed proposed)
        {
            if (record.Event is ActionFinished finished)
            {
                _inFlight.RemoveAll(i => i.Sequence == finished.IntentSequence);
            }

            Enter(record);
            return;
        }

        var intent = recorded.At(record.Sequence)!;
        _awaited.Remove(intent);
        var verdict = _tape.Guard.Judge(record.Sequence, proposed.Intent, record.At, out var granted, proposed.Rule, proposed.DecidedAfter);
        if (granted is not null != intent.IsGranted)
        {
            Diverge(record.At, $"the guard says {verdict.Verdict}: {verdict.Reason}");
            Judge(proposed, record.At);
            return;
        }

        Enter(record);
        if (granted is not null)
        {
            _actions.Add(new ReplayAction(record.At, proposed.DecidedAfter, proposed.Rule, granted, verdict.Verdict, _facts.About(granted)));
            if (granted is not (RaiseAlarm or ClearAlarm))
            {
                _inFlight.Add(intent);
            }
        }
    }

    /// <summary>Gives an event to all, and follows up what the rules say to it.</summary>
    private void Enter(JournalRecord record)
    {
        Follow(record.Event);
        _facts.See(record.Event);
        var said = _tape.Enter(record);
        if (said.Count == 0 && Fork is not null)
        {
            return;
        }

        var intents = said.OfType<IntentProposed>().ToList();
        if (Fork is null)
        {
            FollowRecording(record, intents);
            return;
        }

        foreach (var intent in intents)
        {
            Judge(intent, record.At);
        }
    }

    private void FollowRecording(JournalRecord record, List<IntentProposed> intents)
    {
        var others = new List<IntentProposed>();
        var missing = recorded.After(record.Sequence).ToList();
        foreach (var intent in intents)
        {
            if (missing.Find(m => m.Proposed.Rule == intent.Rule && m.Proposed.Intent == intent.Intent) is { } same)
            {
                missing.Remove(same);
                _awaited.Add(same);
            }
            else
            {
                others.Add(intent);
            }
        }

        foreach (var gone in missing.Where(m => m.IsGranted))
        {
            Diverge(record.At, $"rule '{gone.Proposed.Rule}' does not act here any more");
        }

        foreach (var intent in others)
        {
            Judge(intent, record.At);
        }
    }

    /// <summary>As the pipeline judges, at once: what no journal holds has no place of its own.</summary>
    private void Judge(IntentProposed proposed, DateTimeOffset at)
    {
        var sequence = _virtual++;

        // A rule that only observed goes on so; with another text it is judged as one that may act, which is what is asked about.
        var rule = _recordedRules.Contains((proposed.Rule, proposed.RuleSha256)) ? proposed.Rule : null;
        var verdict = _tape.Guard.Judge(sequence, proposed.Intent, at, out var granted, rule);
        if (granted is null)
        {
            return;
        }

        Diverge(at, $"rule '{proposed.Rule}' acts here");
        _actions.Add(new ReplayAction(at, Math.Min(proposed.DecidedAfter, _last), proposed.Rule, granted, verdict.Verdict, _facts.About(granted)));
        _tape.Remember(ReplayTape.Virtual(sequence, verdict with { At = at }));
        switch (granted)
        {
            case RaiseAlarm raise:
                Enter(ReplayTape.Virtual(_virtual++, new AlarmRaised(raise.Key, raise.Severity, raise.Because) { At = at }));
                break;

            case ClearAlarm clear:
                Enter(ReplayTape.Virtual(_virtual++, new AlarmCleared(clear.Key) { At = at }));
                break;

            case GrowVolume grow:
                Begin(sequence, grow, null, "grow the model", at, GrowthTook);
                break;

            default:
                if (Network.EffectOf(granted) is { } effect)
                {
                    Begin(sequence, granted, effect, "change the model", at, CorrectionTook);
                }

                break;
        }
    }

    private void Begin(long sequence, Intent intent, Event? effect, string step, DateTimeOffset at, TimeSpan takes)
    {
        _due.Enqueue(new DueEnd(sequence, intent, null, effect), (at + takes, sequence));
        Enter(ReplayTape.Virtual(_virtual++, new ActionStarted(sequence, intent, [step]) { At = at }));
    }

    private ModelNetwork Network => _network ??= new ModelNetwork(_facts);

    /// <summary>About what extending an image and growing its filesystem take.</summary>
    private static readonly TimeSpan GrowthTook = TimeSpan.FromMilliseconds(20);

    /// <summary>About what a call of the kernel's takes, with the looks before and after it.</summary>
    private static readonly TimeSpan CorrectionTook = TimeSpan.FromMilliseconds(5);

    private void Diverge(DateTimeOffset at, string because)
    {
        if (Fork is not null)
        {
            return;
        }

        Fork = new ForkPoint(at, _last, because);
        foreach (var open in _inFlight)
        {
            var end = open.FinishedAt is { } finished && finished > at ? finished : at + GrowthTook;
            _due.Enqueue(new DueEnd(open.Sequence, open.Proposed.Intent, open.Outcome, null), (end, open.Sequence));
        }

        foreach (var waiting in _awaited.ToList())
        {
            Judge(waiting.Proposed, at);
        }

        _awaited.Clear();
    }

    private void EndDue(DateTimeOffset until)
    {
        while (_due.TryPeek(out var end, out var due) && due.Item1 <= until)
        {
            _due.Dequeue();
            if (end.Intent is GrowVolume grow)
            {
                EndGrowth(end, grow, due.Item1);
                continue;
            }

            // What a correction brought about that had begun before the fork is in the journal.
            var finished = new ActionFinished(end.IntentSequence, end.Intent, end.Outcome ?? Outcome.Succeeded, "modelled", CorrectionTook);
            foreach (var e in (Event?[])[finished, end.Effect])
            {
                if (e is not null)
                {
                    Enter(ReplayTape.Virtual(_virtual++, e with { At = due.Item1 }));
                }
            }
        }
    }

    private void EndGrowth(DueEnd end, GrowVolume grow, DateTimeOffset at)
    {
        var volume = VolumeOf(grow.Volume);
        var isDone = end.Outcome is null or Outcome.Succeeded or Outcome.AlreadySo && volume.TryGrow(grow.ToAtLeast);
        var outcome = isDone ? Outcome.Succeeded : Outcome.Refused;
        var detail = isDone ? "modelled" : $"the pool has {volume.Room}";
        Enter(ReplayTape.Virtual(_virtual++, new ActionFinished(end.IntentSequence, grow, outcome, detail, GrowthTook) { At = at }));
        if (volume.LookAgain(at) is { } sample)
        {
            Enter(ReplayTape.Virtual(_virtual++, sample));
        }
    }

    private void Follow(Event e)
    {
        if (e is VolumeSampled sample)
        {
            if (Fork is null)
            {
                VolumeOf(sample.Volume).Follow(sample);
            }

            if (!_curves.TryGetValue(sample.Volume, out var curve))
            {
                _curves.Add(sample.Volume, curve = new UsageCurve(sample.Volume));
            }

            curve.Add(sample);
        }
    }

    private ModelVolume VolumeOf(string name)
    {
        if (!_volumes.TryGetValue(name, out var volume))
        {
            _volumes.Add(name, volume = new ModelVolume());
        }

        return volume;
    }

    private static JournalRecord With(JournalRecord record, Event e) => ReplayTape.Virtual(record.Sequence, e with { At = record.At });

    /// <param name="Outcome">As recorded, of an action that had begun before the fork.</param>
    /// <param name="Effect">What sensors tell then; null when they look by themselves.</param>
    private sealed record DueEnd(long IntentSequence, Intent Intent, Outcome? Outcome, Event? Effect);
}

/// <summary>Where a replay left the recording.</summary>
/// <param name="Sequence">The journal's event there.</param>
internal sealed record ForkPoint(DateTimeOffset At, long Sequence, string Because);
