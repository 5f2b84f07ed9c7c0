using EventOps.Model;

namespace EventOps.Host.Doctor;

/// <summary>Gathers from the event stream what is wrong, what was done about it, and whether anything is still to come.</summary>
internal sealed class Examination(SettingsLoaded settings, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly OrderedDictionary<string, Seen> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<long, string> _judged = [];
    private readonly HashSet<long> _running = [];
    private readonly Dictionary<string, string> _unknown = new(StringComparer.Ordinal);
    private readonly HashSet<string> _awaited = Awaited(settings);
    private readonly NetworkSymptoms _symptoms = new(settings, time);
    private IntentProposed? _proposed;
    private long _lastNews = time.GetTimestamp();

    /// <summary>Nothing has happened for so long, everything was looked at, and no action runs.</summary>
    public bool IsQuietFor(TimeSpan calm)
    {
        lock (_lock)
        {
            return _running.Count == 0 && _awaited.Count == 0 && time.GetElapsedTime(_lastNews) >= calm && !_symptoms.Awaited.Any() && !_symptoms.IsBeingCured;
        }
    }

    /// <summary>All that was wrong, in the order it was found.</summary>
    public IReadOnlyList<Seen> Findings
    {
        get
        {
            lock (_lock)
            {
                return
                [
                    .. _seen.Values,
                    .. _symptoms.Present.Where(s => !_seen.ContainsKey(KeyOf(s.Alarm))).Select(s => new Seen(
                        new IntentProposed(s.Alarm, s.Rule, "", 0), new GuardVerdict(0, s.Alarm.Resource, Verdict.Allowed, ""), null) { IsSymptom = true }),
                ];
            }
        }
    }

    /// <summary>What could not be looked at.</summary>
    public IReadOnlyList<string> Unknown
    {
        get
        {
            lock (_lock)
            {
                return [.. _unknown.Values.Concat(_awaited.Concat(_symptoms.Awaited).Select(a => $"{a} did not answer in time"))];
            }
        }
    }

    public void Hear(Event e)
    {
        lock (_lock)
        {
            if (e is not (VolumeSampled or ClockTick or GuardVerdict or RuleStateKept))
            {
                _lastNews = time.GetTimestamp();
            }

            Note(e);
        }
    }

    private static HashSet<string> Awaited(SettingsLoaded settings)
    {
        var awaited = settings.Volumes.Select(v => "volume " + v.Volume).ToHashSet(StringComparer.Ordinal);
        if (settings.Storage is not null)
        {
            awaited.Add(SensorNames.Storage);
        }

        if (settings.Network is not null)
        {
            awaited.UnionWith([NetworkSenses.Routing, NetworkSenses.Filter, NetworkSenses.Tunnels]);
        }

        awaited.Add("the rules");
        return awaited;
    }

    private static string KeyOf(Intent intent) => $"{intent.GetType().Name} {intent.Resource}";

    private void Note(Event e)
    {
        _symptoms.Note(e);
        switch (e)
        {
            case IntentProposed proposed:
                _proposed = proposed;
                break;

            case GuardVerdict verdict when _proposed is { } judged:
                Judge(judged, verdict);
                _proposed = null;
                break;

            case ActionFinished finished:
                _running.Remove(finished.IntentSequence);
                if (_judged.TryGetValue(finished.IntentSequence, out var key))
                {
                    _seen[key] = _seen[key] with { Finished = finished };
                }

                if (finished.Intent is StorageCorrection)
                {
                    _awaited.Add(SensorNames.Storage);
                }

                break;

            case SensorFailed failed:
                _unknown[$"{failed.Sensor} {failed.Subject}"] = $"{failed.Sensor} {failed.Subject}: {failed.Reason}; {failed.Cure}".Replace(" :", ":", StringComparison.Ordinal);
                _awaited.Remove(failed.Sensor);
                break;

            case SensorRecovered recovered:
                _unknown.Remove($"{recovered.Sensor} {recovered.Subject}");
                break;

            case StorageLooked:
                _awaited.Remove(SensorNames.Storage);
                break;

            case NetworkRead read:
                _awaited.Remove(read.Sense);
                break;

            case VolumeSampled sampled:
                _awaited.Remove("volume " + sampled.Volume);
                break;

            case VolumeLost lost:
                _awaited.Remove("volume " + lost.Volume);
                break;

            case RulesLoaded:
                _awaited.Remove("the rules");
                break;

            default:
                break;
        }
    }

    private void Judge(IntentProposed proposed, GuardVerdict verdict)
    {
        var key = KeyOf(proposed.Intent);
        if (proposed.Intent is ClearAlarm)
        {
            _seen.Remove($"{nameof(RaiseAlarm)} {proposed.Intent.Resource}");
            return;
        }

        // An action that runs already is asked for again while it does.
        if (!_seen.TryGetValue(key, out var before) || before.Finished is not null || proposed.Intent is RaiseAlarm)
        {
            _seen[key] = new Seen(proposed, verdict, null);
        }

        if (proposed.Intent is not RaiseAlarm && verdict.Verdict is Verdict.Allowed or Verdict.AllowedInEmergency)
        {
            _seen[key] = new Seen(proposed, verdict, null);
            _running.Add(verdict.IntentSequence);
            _judged[verdict.IntentSequence] = key;
        }
    }
}

/// <summary>An intent of a rule, what the guard said, and what came of it.</summary>
internal sealed record Seen(IntentProposed Proposed, GuardVerdict Verdict, ActionFinished? Finished)
{
    /// <summary>It was seen not to work, and nothing was wanted about it yet.</summary>
    public bool IsSymptom { get; init; }
}
