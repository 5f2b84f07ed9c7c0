using EventOps.Model;

namespace EventOps.Host.Guard;

/// <summary>
/// Decides whether an intent may become an action now. Its whole state comes from events, and its only time from theirs, so a
/// replay judges as the live run did, and a restart goes on where the last run ended. Used from one thread.
/// </summary>
public sealed class ActionGuard
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Dictionary<string, ResourceHistory> _histories = new(StringComparer.Ordinal);
    private readonly Dictionary<string, VolumeState> _volumes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, VolumePolicy> _policies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AlarmRaised> _alarms = new(StringComparer.Ordinal);
    private readonly Queue<DateTimeOffset> _actions = new();
    private readonly ProposalBook _proposals = new();
    private readonly Undoers _undoers = new();
    private HashSet<string> _observing = new(StringComparer.Ordinal);
    private GuardPolicy _limits = GuardPolicy.Default;

    /// <summary>From the last settings seen; observing until there are any.</summary>
    public ActingMode Mode { get; private set; } = ActingMode.Observe;

    /// <summary>What waits for an operator's yes. May be read from any thread.</summary>
    public IReadOnlyList<Proposal> Proposals => _proposals.Open;

    /// <summary>Learns from an event. Every event of the journal, in order, goes through here once.</summary>
    /// <param name="sequence">Its place in the journal; 0 when it has none.</param>
    public void See(Event e, long sequence = 0)
    {
        _undoers.See(e);
        switch (e)
        {
            case SettingsLoaded settings:
                Mode = settings.Mode;
                _limits = settings.Guard ?? GuardPolicy.Default;
                _policies.Clear();
                foreach (var policy in settings.Volumes)
                {
                    _policies[policy.Volume] = policy;
                }

                break;

            case RulesLoaded loaded:
                _observing = loaded.Rules.Where(r => r.Mode is RuleMode.Observe).Select(r => r.Name).ToHashSet(StringComparer.Ordinal);
                break;

            case RulePromoted promoted:
                _observing.Remove(promoted.Rule);
                break;

            case VolumeFound found:
                _volumes[found.Volume] = VolumeOf(found.Volume) with { IsMounted = true };
                break;

            case VolumeLost lost:
                _volumes[lost.Volume] = VolumeState.Unknown;
                break;

            case VolumeSampled sample:
                var volume = new VolumeState(true, sample.DeviceSize, sample.FileSystemSize, sample.Available, sample.TimeToFull, sample.IsReadOnly);
                _volumes[sample.Volume] = volume;
                if (!volume.IsHalfGrown)
                {
                    HistoryOf(Resources.Volume(sample.Volume)).FoundSound();
                }

                break;

            case VolumeReadinessChanged { Obstacles.Count: 0 } ready:
                HistoryOf(Resources.Volume(ready.Volume)).Cleared();
                break;

            case GuardVerdict { Verdict: Verdict.Allowed or Verdict.AllowedInEmergency } verdict:
                // Alarms stand or do not: they need no history, and their keys may be many.
                if (!verdict.Resource.StartsWith(Resources.AlarmPrefix, StringComparison.Ordinal))
                {
                    HistoryOf(verdict.Resource).Began(verdict.IntentSequence, verdict.Verdict is Verdict.AllowedInEmergency, verdict.At);
                    _actions.Enqueue(verdict.At);
                }

                break;

            case ActionStarted started:
                HistoryOf(started.Intent.Resource).Resumed(started.IntentSequence);
                break;

            case ActionFinished finished:
                var history = HistoryOf(finished.Intent.Resource);
                history.Ended(finished.IntentSequence, finished.Outcome, finished.At, sequence);
                if (finished.Intent is Correction correction)
                {
                    HistoryOf(KindOf(correction)).Ended(finished.IntentSequence, finished.Outcome, finished.At);
                }

                if (finished is { Intent: Correction, Outcome: Outcome.Succeeded })
                {
                    history.Rounds.Corrected(finished.At, _limits.Rounds);
                }

                if (finished.Intent is Proposal done)
                {
                    _proposals.Ended(done);
                }

                break;

            case ProposalApproved approved:
                _proposals.Approve(approved);
                break;

            case StorageLooked:
                _proposals.Looked();

                // All was read again, LVM among it: what had been abandoned has ended, or does not stand in the way.
                foreach (var (_, storage) in _histories.Where(h => Resources.IsOfStorage(h.Key)))
                {
                    storage.FoundSound();
                }

                break;

            case AlarmRaised alarm:
                _alarms[alarm.Key] = alarm;
                break;

            case AlarmCleared cleared:
                _alarms.Remove(cleared.Key);
                break;

            case DaemonStarted:
                // What was standing is read anew; what was in flight is taken up again by the recovery, action by action.
                _volumes.Clear();
                foreach (var known in _histories.Values)
                {
                    known.Interrupted();
                }

                break;

            default:
                break;
        }
    }

    /// <param name="intentSequence">Where the intent stands in the journal.</param>
    /// <param name="granted">The intent as it may be carried out, which can be less than was asked; null when it may not.</param>
    /// <param name="rule">The rule that wants it; null when none is to be held against it.</param>
    /// <param name="decidedAfter">The last event that the rule had seen; the default when it has seen all.</param>
    public GuardVerdict Judge(
        long intentSequence, Intent intent, DateTimeOffset now, out Intent? granted, string? rule = null, long decidedAfter = long.MaxValue)
    {
        var (verdict, reason) = intent switch
        {
            GrowVolume grow => JudgeGrowth(grow, now, decidedAfter, out granted),
            Proposal proposal when _proposals.Awaits(proposal, now) is { } answer => Awaiting(answer, out granted),
            Correction correction => JudgeCorrection(correction, now, out granted),
            RaiseAlarm raise => JudgeRaise(raise, out granted),
            ClearAlarm clear => JudgeClear(clear, out granted),
            _ => Unknown(intent, out granted),
        };

        if (verdict is Verdict.Allowed or Verdict.AllowedInEmergency or Verdict.AwaitsApproval && intent is not (RaiseAlarm or ClearAlarm) && Observes(rule) is { } observing)
        {
            (verdict, reason, granted) = (Verdict.Observed, observing, null);
        }

        return new GuardVerdict(intentSequence, intent.Resource, verdict, reason);
    }

    /// <summary>What is to be said after an action ended: that something else undoes what is corrected, and that it is left alone for a while.</summary>
    public ResourceContended? ContentionAfter(ActionFinished finished) =>
        finished is { Intent: Correction, Outcome: Outcome.Succeeded }
        && HistoryOf(finished.Intent.Resource).Rounds is { Pause.Ticks: > 0 } rounds
            ? new ResourceContended(finished.Intent.Resource, rounds.Rounds, rounds.Until, _undoers.Of(finished.Intent.Resource))
            : null;

    private string? Observes(string? rule) =>
        Mode is ActingMode.Observe ? "the daemon observes only; set mode = \"act\" to have it done"
        : rule is not null && _observing.Contains(rule) ? $"the rule is new or was edited, and observes; to let it act: eventops rules promote \"{rule}\""
        : null;

    private (Verdict Verdict, string Reason) JudgeGrowth(GrowVolume intent, DateTimeOffset now, long decidedAfter, out Intent? granted)
    {
        granted = null;
        var policy = _policies.GetValueOrDefault(intent.Volume);
        var volume = _volumes.GetValueOrDefault(intent.Volume);
        if (GrowthGuard.Clamp(intent, policy, volume, out var reason) is not { } clamped)
        {
            return (Verdict.Refused, reason);
        }

        var history = HistoryOf(intent.Resource);
        if (history.ChangedAt > decidedAfter)
        {
            return (Verdict.Refused, "it was decided before the last growth had ended; what stands now is judged anew");
        }

        if (history.Blocks(now) is { } block)
        {
            return (Verdict.Refused, block);
        }

        if (HostLimit(now) is { } limit)
        {
            return (Verdict.Refused, limit);
        }

        var isFinishing = clamped.ToAtLeast <= volume!.DeviceSize;
        var left = isFinishing ? TimeSpan.Zero : history.CooldownLeft(policy!.Cooldown, now);
        if (left == TimeSpan.Zero)
        {
            granted = clamped;
            return (Verdict.Allowed, reason);
        }

        if (volume.TimeLeft >= left)
        {
            return (Verdict.Refused, $"cooling down for {Duration.Format(left)} more, and it lasts {Duration.Format(volume.TimeLeft)}");
        }

        var spent = history.EmergenciesLately(now);
        if (spent >= policy!.EmergencyGrowths)
        {
            return (Verdict.Refused, $"cooling down for {Duration.Format(left)} more; all {policy.EmergencyGrowths} emergency growths of this hour are spent");
        }

        granted = clamped;
        return (Verdict.AllowedInEmergency,
            $"full in {Duration.Format(volume.TimeLeft)}, before the cooldown ends; emergency growth {spent + 1} of {policy.EmergencyGrowths} this hour");
    }

    private (Verdict Verdict, string Reason) JudgeCorrection(Correction intent, DateTimeOffset now, out Intent? granted)
    {
        var history = HistoryOf(intent.Resource);
        var reason = history.Holds() ?? HistoryOf(KindOf(intent)).Waits(now, intent is NetworkCorrection) ?? HostLimit(now) ?? (history.Rounds.Until > now
            ? $"something else undid it {history.Rounds.Rounds} times; the next try is in {Duration.Format(history.Rounds.Until - now)}"
            : null);
        granted = reason is null ? intent : null;
        return (reason is null ? Verdict.Allowed : Verdict.Refused, reason ?? "");
    }

    private (Verdict Verdict, string Reason) JudgeRaise(RaiseAlarm intent, out Intent? granted)
    {
        var stands = _alarms.TryGetValue(intent.Key, out var alarm) && alarm.Severity == intent.Severity && alarm.Message == intent.Because;
        granted = stands ? null : intent;
        return stands ? (Verdict.Refused, "it stands already") : (Verdict.Allowed, "");
    }

    private (Verdict Verdict, string Reason) JudgeClear(ClearAlarm intent, out Intent? granted)
    {
        var stands = _alarms.ContainsKey(intent.Key);
        granted = stands ? intent : null;
        return stands ? (Verdict.Allowed, "") : (Verdict.Refused, "it does not stand");
    }

    private static (Verdict Verdict, string Reason) Awaiting(string answer, out Intent? granted)
    {
        granted = null;
        return (Verdict.AwaitsApproval, answer);
    }

    private static (Verdict Verdict, string Reason) Unknown(Intent intent, out Intent? granted)
    {
        granted = null;
        return (Verdict.Refused, $"{intent.GetType().Name} is not among the intents this version guards");
    }

    /// <summary>Different corrections of one thing fail for different reasons: that one does not succeed must not keep the others from being tried.</summary>
    private static string KindOf(Correction correction) => $"{correction.GetType().Name} of {correction.Resource}";

    private string? HostLimit(DateTimeOffset now) => ActionsLately(now) >= _limits.ActionsPerHour
        ? $"{_limits.ActionsPerHour} actions were begun on this host within the hour; that is the limit for all together (actions-per-hour)"
        : null;

    private int ActionsLately(DateTimeOffset now)
    {
        while (_actions.TryPeek(out var oldest) && now - oldest >= Hour)
        {
            _actions.Dequeue();
        }

        return _actions.Count;
    }

    private VolumeState VolumeOf(string name) => _volumes.GetValueOrDefault(name, VolumeState.Unknown);

    private ResourceHistory HistoryOf(string resource)
    {
        if (!_histories.TryGetValue(resource, out var history))
        {
            _histories.Add(resource, history = new ResourceHistory());
        }

        return history;
    }
}
