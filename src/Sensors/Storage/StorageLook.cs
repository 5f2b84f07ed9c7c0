using EventOps.Linux.Block;
using EventOps.Linux.Lvm;
using EventOps.Linux.Mounts;
using EventOps.Linux.Native;
using EventOps.Linux.Processes;
using EventOps.Model;

namespace EventOps.Sensors.Storage;

/// <summary>One look at all of the storage, part by part: what has changed since the last is told, and what could not be read.</summary>
internal sealed class StorageLook(StoragePolicy policy, LvmTool lvm, SensorParts parts, IObserver<Event> observer)
{
    private const string Hanging = "see whether a device beneath it hangs: dmesg";

    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, Event> _told = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task> _reading = new(StringComparer.Ordinal);

    /// <summary>Extents are on their way to other disks, of which nothing tells how far they are.</summary>
    public bool IsMoving { get; private set; }

    /// <param name="isFresh">False when something was done while it looked.</param>
    /// <returns>Whether all could be read.</returns>
    public async Task<bool> RunAsync(string reason, Func<bool> isFresh, CancellationToken cancellationToken)
    {
        var disks = await PartAsync("disks", "see whether sysfs and the images' folder can be read", ReadDisks, cancellationToken).ConfigureAwait(false);
        var isWhole = disks is not null & await LvmPartAsync(disks ?? [], cancellationToken).ConfigureAwait(false);

        // After what LVM says: a disk of a group that is not there is told of, and no group is missing while LVM has not been asked.
        disks?.ForEach(d => Tell(d.Path, new PoolDiskSeen(d)));
        var mounts = await PartAsync("mounts", "see whether /proc and /etc/fstab can be read", ReadMounts, cancellationToken).ConfigureAwait(false);
        mounts?.ForEach(m => Tell("mount " + m.Path, new MountSeen(m)));

        // A folder on a device that is suspended would hold whoever looks at it.
        var folders = mounts?.Exists(m => m.IsSuspended) is true
            ? []
            : await PartAsync("folders", "see whether it can be read", ReadFolders, cancellationToken).ConfigureAwait(false);
        folders?.ForEach(f => Tell("folder " + f.Path, new FolderSeen(f)));
        var units = await PartAsync("boot units", "see whether /etc/systemd/system can be read", ReadBootUnits, cancellationToken).ConfigureAwait(false);
        units?.ForEach(u => Tell("boot unit " + u.Pool, new BootUnitSeen(u)));
        var deleted = await PartAsync("deleted files", "see whether /proc can be read", () => DeletedFileReader.Read(policy), cancellationToken).ConfigureAwait(false);
        if (deleted is not null)
        {
            Tell("deleted files", new DeletedFilesSeen(deleted));
        }

        isWhole &= mounts is not null && folders is not null && units is not null && deleted is not null;
        if (isWhole && isFresh())
        {
            observer.OnNext(new StorageLooked(reason));
        }

        return isWhole;
    }

    /// <summary>
    /// A device that is suspended or dying can hold whoever reads it: such a part is left behind, and not read again until it answers.
    /// </summary>
    /// <returns>Null when it could not be read.</returns>
    private async Task<T?> PartAsync<T>(string subject, string cure, Func<T> read, CancellationToken cancellationToken)
        where T : class
    {
        if (_reading.TryGetValue(subject, out var before) && !before.IsCompleted)
        {
            parts.Fails(subject, "it has not answered yet", Hanging);
            return null;
        }

        var reading = Task.Run(read, CancellationToken.None);
        _reading[subject] = reading;
        try
        {
            var found = await reading.WaitAsync(AnswerWithin, cancellationToken).ConfigureAwait(false);
            parts.Works(subject);
            return found;
        }
        catch (TimeoutException)
        {
            parts.Fails(subject, $"it did not answer within {Duration.Format(AnswerWithin)}", Hanging);
        }
        catch (Exception e) when (e is LinuxException or IOException or UnauthorizedAccessException)
        {
            parts.Fails(subject, e.Message, cure);
        }

        return null;
    }

    private List<PoolDisk> ReadDisks()
    {
        var devices = BlockDevice.List();
        return [.. policy.Pools.SelectMany(pool => pool.Images.Select(i => DiskReader.ReadImage(pool, i, devices)).Concat(pool.Devices.Select(d => DiskReader.ReadDevice(pool, d))))];
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
            IsMoving = report.Groups.Any(g => g.LogicalVolumes.Any(v => v.IsMove));
            Tell("lvm", LvmReader.Read(report, await BlindnessAsync(LvmReader.Hidden(report, disks), LvmReader.Blank(disks), cancellationToken).ConfigureAwait(false)));
            return parts.Works("lvm");
        }
        catch (Exception e) when (e is LvmOutputException or CommandException)
        {
            return parts.Fails("lvm", e.Message, CureOfWaiting());
        }
    }

    private async Task<LvmBlindness?> BlindnessAsync(IReadOnlyList<string> hidden, IReadOnlyList<string> blank, CancellationToken cancellationToken)
    {
        if (blank.Count > 0)
        {
            var usable = await lvm.UsableAsync(cancellationToken).ConfigureAwait(false);
            blank = [.. blank.Where(d => !usable.Contains(d))];
        }

        return hidden.Count + blank.Count == 0 ? null
            : await lvm.HidingAsync(cancellationToken).ConfigureAwait(false) switch
            {
                // To a devices file pvcreate adds a disk by itself.
                LvmHidingKind.DevicesFile when hidden.Count > 0 => new LvmBlindness(LvmHiding.DevicesFile, hidden),
                LvmHidingKind.Filter => new LvmBlindness(LvmHiding.Filter, [.. hidden, .. blank]),
                _ => null,
            };
    }

    private static string CureOfWaiting() =>
        UdevCookies.AreWaitedForInVain() ? "commands wait for udevd, which does not run: start it; what goes on waiting then, dmsetup udevcomplete_all releases"
        : LvmLocks.Held() is { Count: > 0 } held ? $"{string.Join(", ", held)}: see whether it hangs; never remove the lock file, and never kill an LVM command while it writes"
        : "see whether another LVM command hangs and holds the lock of the group: lslocks";

    private List<MountState> ReadMounts()
    {
        if (policy.Mounts.Count == 0)
        {
            return [];
        }

        var table = MountTable.Read();
        var fstab = Fstab.Read();
        return [.. policy.Mounts.Select(m => MountReader.Read(m, table, fstab))];
    }

    private List<FolderState> ReadFolders()
    {
        var table = MountTable.Read();
        return [.. policy.Folders.Select(f => FolderReader.Read(f, policy.Mounts, table)).OfType<FolderState>()];
    }

    private List<BootUnitState> ReadBootUnits() => [.. policy.Pools.Where(p => p.AttachAtBoot).Select(p => BootUnitReader.Read(p))];

    private void Tell(string key, Event e)
    {
        if (!_told.TryGetValue(key, out var before) || !StorageChange.IsSame(before, e))
        {
            _told[key] = e;
            observer.OnNext(e);
        }
    }
}
