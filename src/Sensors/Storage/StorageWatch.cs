using EventOps.Linux.Block;
using EventOps.Linux.FileSystems;
using EventOps.Linux.Native;
using EventOps.Linux.Notify;
using EventOps.Model;

namespace EventOps.Sensors.Storage;

/// <summary>
/// Waits for what tells that the storage may have changed: inotify on fstab, on LVM's folders, which LVM writes to at each change of its
/// metadata, on the permissions of wanted folders, and on the nodes of wanted devices, which tools such as tune2fs(8) write to; fanotify
/// where a wanted filesystem meets an error.
/// What no event tells of, a suspended device, an error that a filesystem has met, a folder that chattr(1) made immutable, how full a
/// thin pool is, is asked of the kernel each second.
/// </summary>
internal static class StorageWatch
{
    private const InotifyMask Written =
        InotifyMask.CloseWrite | InotifyMask.MovedTo | InotifyMask.Create | InotifyMask.Delete | InotifyMask.MovedFrom | InotifyMask.Attributes;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly string[] LvmFolders = ["/etc/lvm", "/etc/lvm/backup", "/etc/lvm/devices"];

    /// <param name="wake">Told why to look.</param>
    public static void Run(StoragePolicy policy, Action<string> wake, EventDescriptor stop)
    {
        using var inotify = new InotifyInstance();
        string[] folders = ["/etc", .. LvmFolders, .. policy.Pools.SelectMany(p => p.Images).Select(i => Path.GetDirectoryName(i)!)];
        List<(string Path, InotifyMask Mask)> places =
        [
            .. folders.Distinct().Select(f => (f, Written | InotifyMask.OnlyFolder)),
            .. policy.Mounts.Select(m => (m.Device, InotifyMask.CloseWrite)),
            .. policy.Folders.Select(f => (f.Path, InotifyMask.Attributes | InotifyMask.OnlyFolder)),
        ];
        var watched = new Dictionary<int, string>();
        var before = "";
        using var errors = FileSystemErrors.TryOpen(policy);
        PollRequest[] requests = errors is null
            ? [new(stop.Handle, PollEvents.Readable), new(inotify.Handle, PollEvents.Readable)]
            : [new(stop.Handle, PollEvents.Readable), new(inotify.Handle, PollEvents.Readable), new(errors.Handle, PollEvents.Readable)];
        while (true)
        {
            // A look for a folder beneath a device that is suspended could hang.
            var now = Quick(policy, out var isSuspended);
            if (!isSuspended)
            {
                Watch(inotify, places, watched);
                errors?.Watch();
            }

            if (now != before && before.Length > 0)
            {
                wake("a device, filesystem, folder or pool changed its state");
            }

            before = now;
            Poll.Wait(requests, Second);
            if (requests[0].Returned != PollEvents.None)
            {
                return;
            }

            if (requests[1].Returned != PollEvents.None && Matters(inotify.Read(), watched, policy) is { } what)
            {
                wake(what);
            }

            if (errors is not null && requests[2].Returned != PollEvents.None && errors.Take())
            {
                wake("a filesystem has met an error");
            }
        }
    }

    /// <summary>What comes later is watched from then on.</summary>
    private static void Watch(InotifyInstance inotify, List<(string Path, InotifyMask Mask)> places, Dictionary<int, string> watched)
    {
        foreach (var (path, mask) in places.Where(p => !watched.ContainsValue(p.Path) && Path.Exists(p.Path)).ToList())
        {
            try
            {
                watched[inotify.AddWatch(LinuxPath.FromString(path), mask)] = path;
            }
            catch (LinuxException)
            {
                // Gone in between, or no watch to be had: the look from time to time finds what it would have told.
                return;
            }
        }
    }

    private static string? Matters(InotifyReading reading, Dictionary<int, string> watched, StoragePolicy policy)
    {
        string? what = reading.HasLost ? "file events were lost" : null;
        foreach (var e in reading.Events)
        {
            if (!watched.TryGetValue(e.Watch, out var folder))
            {
                continue;
            }

            if (e.Mask.HasFlag(InotifyMask.Ignored))
            {
                watched.Remove(e.Watch);
                what ??= $"{folder} went";
                continue;
            }

            var path = Path.Combine(folder, e.Name.ToString());
            what ??= path switch
            {
                _ when policy.Mounts.Any(m => m.Device == folder) => $"{folder} was written to",
                _ when e.Name.IsEmpty && policy.Folders.Any(f => f.Path == folder) => $"{folder} changed",
                "/etc/fstab" => "fstab changed",
                _ when folder is "/etc" => null,
                _ when LvmFolders.Contains(folder) => $"{path} changed",
                _ when policy.Pools.Any(p => p.Images.Contains(path)) => $"{path} changed",

                // It may be held open, and its room not be free.
                _ when e.Mask.HasFlag(InotifyMask.Delete) => $"{path} was deleted",
                _ => null,
            };
        }

        return what;
    }

    /// <summary>What the kernel says in a few small files and calls, to be compared.</summary>
    private static string Quick(StoragePolicy policy, out bool isSuspended)
    {
        var devices = policy.Mounts.Select(m => DeviceNode.NumberOf(m.Device) is { } number ? BlockDevice.Find(number) : null).ToList();
        isSuspended = devices.Exists(d => d is { IsSuspended: true });
        var folders = isSuspended ? [] : policy.Folders.Select(f => $"{FileStatus.OfPath(f.Path)?.IsImmutable}");
        var states = devices.Select(d => d is null ? "none" : $"{d.Number} {d.IsSuspended} {d.IsReadOnly} {Ext4Errors.Count(d.Name)}");
        return string.Join('|', [.. states, .. folders, .. policy.ThinPools.Select(p => ThinPoolStatus.Read(p.Name)?.ToString() ?? "none")]) + "|";
    }
}
