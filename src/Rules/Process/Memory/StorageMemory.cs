using EventOps.Model;

namespace EventOps.Rules.Process.Memory;

/// <summary>What is known of disks, volume groups, mounts and folders, and what the settings want of them.</summary>
internal sealed class StorageMemory(IFactSink facts) : IMemory
{
    private readonly FactTable<PoolPolicy> _pools = new(facts);
    private readonly FactTable<MountPolicy> _mountPolicies = new(facts);
    private readonly FactTable<FolderPolicy> _folderPolicies = new(facts);
    private readonly FactTable<StoragePolicy> _policy = new(facts);
    private readonly FactTable<LvmGroup> _groups = new(facts);
    private readonly FactTable<LvmDisk> _lvmDisks = new(facts);
    private readonly FactTable<LvmVolume> _volumes = new(facts);
    private readonly FactTable<ThinPoolPolicy> _thinPoolPolicies = new(facts);
    private readonly FactTable<ThinPool> _thinPools = new(facts);
    private readonly FactTable<LvmBlindness> _blindness = new(facts);
    private readonly FactTable<PoolDisk> _disks = new(facts);
    private readonly FactTable<MountState> _mounts = new(facts);
    private readonly FactTable<FolderState> _folders = new(facts);
    private readonly FactTable<DeletedFile> _deleted = new(facts);
    private readonly FactTable<BootUnitState> _bootUnits = new(facts);
    private readonly FactTable<StorageView> _view = new(facts);
    private readonly HashSet<long> _running = [];

    /// <inheritdoc/>
    public void Apply(Event e)
    {
        switch (e)
        {
            case SettingsLoaded settings:
                var storage = settings.Storage ?? new StoragePolicy();
                _policy.Replace([storage]);
                _pools.Replace(storage.Pools);
                _mountPolicies.Replace(storage.Mounts);
                _folderPolicies.Replace(storage.Folders);
                _thinPoolPolicies.Replace(storage.ThinPools);
                break;

            case LvmReported reported:
                _groups.Replace(reported.Groups);
                _lvmDisks.Replace(reported.Disks);
                _volumes.Replace(reported.Volumes);
                _thinPools.Replace(reported.ThinPools);
                _blindness.Replace(reported.Blindness is { } blindness ? [blindness] : []);
                break;

            case PoolDiskSeen seen:
                _disks.Set(seen.Disk);
                break;

            case MountSeen seen:
                _mounts.Set(seen.Mount);
                break;

            case FolderSeen seen:
                _folders.Set(seen.Folder);
                break;

            case DeletedFilesSeen seen:
                _deleted.Replace(seen.Files);
                break;

            case BootUnitSeen seen:
                _bootUnits.Set(seen.Unit);
                break;

            // What was seen before an action on it ended says nothing about after it.
            case ActionStarted { Intent: StorageCorrection } started:
                if (!IsMove(started.Intent))
                {
                    _running.Add(started.IntentSequence);
                }

                _view.Replace([]);
                break;

            case ActionFinished { Intent: StorageCorrection } finished:
                _running.Remove(finished.IntentSequence);
                _view.Replace([]);
                break;

            case StorageLooked when _running.Count == 0:
                _view.Set(new StorageView(e.At));
                break;

            case SensorFailed { Sensor: SensorNames.Storage }:
                _view.Replace([]);
                break;

            case DaemonStarted:
                Forget();
                break;

            default:
                break;
        }
    }

    /// <summary>A move between disks may take hours, and a report tells of it: a mount must not wait for it.</summary>
    private static bool IsMove(Intent intent) => intent is EmptyDisk or FinishMove;

    /// <summary>All is looked at afresh.</summary>
    private void Forget()
    {
        _running.Clear();
        _view.Replace([]);
        _groups.Replace([]);
        _lvmDisks.Replace([]);
        _volumes.Replace([]);
        _thinPools.Replace([]);
        _blindness.Replace([]);
        _disks.Replace([]);
        _mounts.Replace([]);
        _folders.Replace([]);
        _deleted.Replace([]);
        _bootUnits.Replace([]);
    }
}
