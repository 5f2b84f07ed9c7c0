using EventOps.Model;

namespace EventOps.Rules.Process.Memory;

/// <summary>What is known of volumes and of what the settings say of them.</summary>
internal sealed class VolumeMemory(IFactSink facts) : IMemory
{
    private readonly Dictionary<string, Volume> _volumes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, VolumePolicy> _policies = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Apply(Event e)
    {
        switch (e)
        {
            case SettingsLoaded settings:
                Apply(settings);
                break;

            case VolumeFound found:
                Set(Known(found.Volume) with
                {
                    MountPoint = found.MountPoint,
                    FileSystem = found.FileSystem,
                    Kind = found.Kind,
                    Storage = found.Storage,
                    IsKnown = false,
                });
                break;

            case VolumeLost lost:
                if (_volumes.Remove(lost.Volume))
                {
                    facts.Remove<Volume>(lost.Volume);
                }

                break;

            case VolumeSampled sample:
                Set(Sampled(Known(sample.Volume), sample));
                break;

            case VolumeReadinessChanged readiness:
                Set(Known(readiness.Volume) with { Obstacles = string.Join("; ", readiness.Obstacles), Room = readiness.Room, IsRoomKnown = true });
                break;

            case ActionStarted { Intent: GrowVolume grow }:
                Set(Known(grow.Volume) with { IsGrowing = true });
                break;

            case ActionFinished { Intent: GrowVolume grow }:
                // What was sampled before the growth ended says nothing about after it.
                Set(Known(grow.Volume) with { IsGrowing = false, IsKnown = false });
                break;

            case SensorFailed { Sensor: SensorNames.Volumes } failed when _volumes.ContainsKey(failed.Subject):
                Set(Known(failed.Subject) with { IsKnown = false });
                break;

            case DaemonStarted:
                foreach (var volume in _volumes.Values.ToList())
                {
                    Set(volume with { IsGrowing = false, IsKnown = false });
                }

                break;

            default:
                break;
        }
    }

    private void Apply(SettingsLoaded settings)
    {
        foreach (var gone in _policies.Keys.Except(settings.Volumes.Select(p => p.Volume)).ToList())
        {
            _policies.Remove(gone);
            facts.Remove<VolumePolicy>(gone);
        }

        foreach (var policy in settings.Volumes)
        {
            _policies[policy.Volume] = policy;
            facts.Set(policy);
        }
    }

    private Volume Known(string name) =>
        _volumes.TryGetValue(name, out var volume)
            ? volume
            : new Volume { Name = name, MountPoint = "", FileSystem = "", Kind = VolumeKind.Fixed, Storage = "" };

    private static Volume Sampled(Volume volume, VolumeSampled sample) => volume with
    {
        Size = sample.Size,
        Available = sample.Available,
        Free = sample.Free,
        Inodes = sample.Inodes,
        InodesFree = sample.InodesFree,
        DeviceSize = sample.DeviceSize,
        FileSystemSize = sample.FileSystemSize,
        ShortRate = sample.ShortRate,
        LongRate = sample.LongRate,
        TimeToFull = sample.TimeToFull,
        IsReadOnly = sample.IsReadOnly,
        IsKnown = true,
    };

    private void Set(Volume volume)
    {
        _volumes[volume.Name] = volume;
        facts.Set(volume);
    }
}
