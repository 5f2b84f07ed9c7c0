using EventOps.Linux.Block;
using EventOps.Linux.Lvm;
using EventOps.Linux.Mounts;
using EventOps.Linux.Native;
using EventOps.Linux.Processes;
using EventOps.Model;

namespace EventOps.Sensors.Storage;

/// <summary>One look at all of the storage, part by part: what has changed since the last is told, and what could not be read.</summary>
internal sealed class StorageLook(StoragePolicy policy, LvmTool lvm, IObserver<Event> observer)
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, Event> _told = new(StringComparer.Ordinal);
    private readonly SensorParts _parts = new(SensorNames.Storage, observer);
    private Task? _folders;

    /// <param name="isFresh">False when something was done while it looked.</param>
    public async Task RunAsync(string reason, Func<bool> isFresh, CancellationToken cancellationToken)
    {
        var disks = new List<PoolDisk>();
        var isWhole = _parts.Read("disks", "see whether sysfs and the images' folder can be read", () => ReadDisks(disks));
        isWhole &= await LvmPartAsync(disks, cancellationToken);

        // After what LVM says: a disk of a group that is not there is told of, and no group is missing while LVM has not been asked.
        disks.ForEach(d => Tell(d.Path, new PoolDiskSeen(d)));
        var mounts = new List<MountState>();
        isWhole &= _parts.Read("mounts", "see whether /proc and /etc/fstab can be read", () => ReadMounts(mounts));
        isWhole &= await FoldersPartAsync(mounts, cancellationToken);
        isWhole &= _parts.Read("boot units", "see whether /etc/systemd/system can be read", ReadBootUnits);
        isWhole &= _parts.Read("deleted files", "see whether /proc can be read", ReadDeletedFiles);
        if (isWhole && isFresh())
        {
            observer.OnNext(new StorageLooked(reason));
        }
    }

    private void ReadDisks(List<PoolDisk> disks)
    {
        var devices = BlockDevice.List();
        foreach (var pool in policy.Pools)
        {
            disks.AddRange(pool.Images.Select(i => DiskReader.ReadImage(pool, i, devices)));
            disks.AddRange(pool.Devices.Select(d => DiskReader.ReadDevice(pool, d)));
        }
    }

    private async Task<bool> LvmPartAsync(List<PoolDisk> disks, CancellationToken cancellationToken)
    {
        if (policy.Pools.Count == 0 && policy.ThinPools.Count == 0)
        {
            return true;
        }

        try
        {
            var report = await lvm.ReportAsync(cancellationToken).ConfigureAwait(false);
            Tell("lvm", LvmReader.Read(report, await BlindnessAsync(LvmReader.Hidden(report, disks), cancellationToken).ConfigureAwait(false)));
            return _parts.Works("lvm");
        }
        catch (Exception e) when (e is LvmOutputException or CommandException)
        {
            return _parts.Fails("lvm", e.Message, CureOfWaiting());
        }
    }

    private async Task<LvmBlindness?> BlindnessAsync(IReadOnlyList<string> hidden, CancellationToken cancellationToken) =>
        hidden.Count == 0 ? null
        : await lvm.HidingAsync(cancellationToken).ConfigureAwait(false) switch
        {
            LvmHidingKind.DevicesFile => new LvmBlindness(LvmHiding.DevicesFile, hidden),
            LvmHidingKind.Filter => new LvmBlindness(LvmHiding.Filter, hidden),
            _ => null,
        };

    private static string CureOfWaiting() =>
        UdevCookies.AreWaitedForInVain() ? "commands wait for udevd, which does not run: start it; what goes on waiting then, dmsetup udevcomplete_all releases"
        : LvmLocks.Held() is { Count: > 0 } held ? $"{string.Join(", ", held)}: see whether it hangs; never remove the lock file, and never kill an LVM command while it writes"
        : "see whether another LVM command hangs and holds the lock of the group: lslocks";

    private void ReadMounts(List<MountState> mounts)
    {
        if (policy.Mounts.Count == 0)
        {
            return;
        }

        var table = MountTable.Read();
        var fstab = Fstab.Read();
        mounts.AddRange(policy.Mounts.Select(m => MountReader.Read(m, table, fstab)));
        foreach (var mount in mounts)
        {
            Tell("mount " + mount.Path, new MountSeen(mount));
        }
    }

    /// <summary>A folder on a device that is suspended or dead can hold whoever looks at it: it is left behind, and not looked at again until it answers.</summary>
    private async Task<bool> FoldersPartAsync(List<MountState> mounts, CancellationToken cancellationToken)
    {
        if (policy.Folders.Count == 0 || mounts.Exists(m => m.IsSuspended))
        {
            return true;
        }

        if (_folders is { IsCompleted: false })
        {
            return _parts.Fails("folders", "a folder has not answered yet", "see whether its device hangs");
        }

        var read = Task.Run(ReadFolders, cancellationToken);
        _folders = read;
        try
        {
            foreach (var folder in await read.WaitAsync(AnswerWithin, cancellationToken).ConfigureAwait(false))
            {
                Tell("folder " + folder.Path, new FolderSeen(folder));
            }

            return _parts.Works("folders");
        }
        catch (TimeoutException)
        {
            return _parts.Fails("folders", $"a folder did not answer within {Duration.Format(AnswerWithin)}", "see whether its device hangs");
        }
        catch (Exception e) when (e is LinuxException or IOException or UnauthorizedAccessException)
        {
            return _parts.Fails("folders", e.Message, "see whether it can be read");
        }
    }

    private List<FolderState> ReadFolders()
    {
        var table = MountTable.Read();
        return [.. policy.Folders.Select(f => FolderReader.Read(f, policy.Mounts, table)).OfType<FolderState>()];
    }

    private void ReadBootUnits()
    {
        foreach (var pool in policy.Pools.Where(p => p.AttachAtBoot))
        {
            Tell("boot unit " + pool.Name, new BootUnitSeen(BootUnitReader.Read(pool)));
        }
    }

    private void ReadDeletedFiles()
    {
        var files = DeletedFileReader.Read(policy);
        Tell("deleted files", new DeletedFilesSeen(files));
    }

    private void Tell(string key, Event e)
    {
        if (!_told.TryGetValue(key, out var before) || !StorageChange.IsSame(before, e))
        {
            _told[key] = e;
            observer.OnNext(e);
        }
    }
}
