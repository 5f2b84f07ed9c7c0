using EventOps.Model;

namespace EventOps.Rules.Process.Memory;

/// <summary>What sensors cannot read now.</summary>
internal sealed class SensorMemory(IFactSink facts) : IMemory
{
    private readonly Dictionary<string, SensorTrouble> _known = new(StringComparer.Ordinal);
    private StoragePolicy _storage = new();

    /// <inheritdoc/>
    public void Apply(Event e)
    {
        switch (e)
        {
            case SensorFailed failed:
                var trouble = new SensorTrouble(failed.Sensor, failed.Subject, failed.Reason, failed.Cure);
                _known[trouble.Key] = trouble;
                facts.Set(trouble);
                break;

            case SensorRecovered recovered:
                Forget(t => t.Sensor == recovered.Sensor && t.Subject == recovered.Subject);
                break;

            // Nobody tells of what is no longer looked at. A sensor whose settings changed begins anew.
            case SettingsLoaded settings:
                var storage = settings.Storage ?? new StoragePolicy();
                var changed = storage != _storage;
                _storage = storage;
                Forget(t => t.Sensor switch
                {
                    SensorNames.Volumes => settings.Volumes.All(v => v.Volume != t.Subject),
                    SensorNames.Storage => changed,
                    _ => false,
                });
                break;

            case DaemonStarted:
                Forget(_ => true);
                break;

            default:
                break;
        }
    }

    private void Forget(Func<SensorTrouble, bool> isOver)
    {
        foreach (var over in _known.Values.Where(isOver).ToList())
        {
            _known.Remove(over.Key);
            facts.Remove<SensorTrouble>(over.Key);
        }
    }
}
