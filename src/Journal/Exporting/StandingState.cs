using EventOps.Model;

namespace EventOps.Journal.Exporting;

/// <summary>What still holds at a point in a journal: the newest word on each thing, and what has begun and not ended.</summary>
internal sealed class StandingState
{
    private readonly Dictionary<(string What, string Key), JournalRecord> standing = [];

    public void See(JournalRecord record)
    {
        switch (record.Event)
        {
            case DaemonStarted or SettingsLoaded or RulesLoaded:
                Put(record.Kind, "", record);
                break;
            case VolumeFound e:
                Put(record.Kind, e.Volume, record);
                break;
            case VolumeSampled e:
                Put(record.Kind, e.Volume, record);
                break;
            case VolumeReadinessChanged e:
                Put(record.Kind, e.Volume, record);
                break;
            case VolumeLost e:
                standing.Remove(("volume.found", e.Volume));
                standing.Remove(("volume.sampled", e.Volume));
                Put("volume.found", e.Volume, record);
                break;
            case MountChanged e:
                Put(record.Kind, e.MountPoint, record);
                break;
            case BlockDeviceChanged e:
                Put(record.Kind, e.Name, record);
                break;
            case SensorFailed e:
                Put("sensor", e.Sensor + "\0" + e.Subject, record);
                break;
            case SensorRecovered e:
                standing.Remove(("sensor", e.Sensor + "\0" + e.Subject));
                break;
            default:
                SeeAction(record);
                break;
        }
    }

    /// <summary>In the order of the journal.</summary>
    public List<JournalRecord> Records() => [.. standing.Values.OrderBy(r => r.Sequence)];

    private void SeeAction(JournalRecord record)
    {
        switch (record.Event)
        {
            case AlarmRaised e:
                Put("alarm", e.Key, record);
                break;
            case AlarmCleared e:
                standing.Remove(("alarm", e.Key));
                break;
            case IntentProposed:
                Put("intent", Key(record.Sequence), record);
                break;
            case GuardVerdict { Verdict: Verdict.Allowed or Verdict.AllowedInEmergency } e:
                Put("verdict", Key(e.IntentSequence), record);
                break;
            case GuardVerdict e:
                standing.Remove(("intent", Key(e.IntentSequence)));
                break;
            case ActionStarted e:
                Put("action", Key(e.IntentSequence), record);
                break;
            case ActionFinished e:
                EndAction(e, record);
                break;
            default:
                break;
        }
    }

    // The newest end of an action on a resource stays: cooldowns run from it.
    private void EndAction(ActionFinished e, JournalRecord record)
    {
        var key = Key(e.IntentSequence);
        standing.Remove(("intent", key));
        standing.Remove(("verdict", key));
        standing.Remove(("action", key));
        Put(record.Kind, e.Intent.Resource, record);
    }

    private void Put(string what, string key, JournalRecord record) => standing[(what, key)] = record;

    private static string Key(long sequence) => sequence.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
