using EventOps.Linux.Block;
using EventOps.Linux.FileSystems;
using EventOps.Linux.Native;
using EventOps.Linux.Notify;
using EventOps.Model;

namespace EventOps.Sensors.Storage;

/// <summary>
/// Waits for what tells that the storage may have changed: inotify on fstab and on LVM's folders, which LVM writes to at each change of
/// its metadata. What no event tells of, a suspended device or an error that a filesystem has met, is read from sysfs each second.
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
        var folders = new List<string> { "/etc" };
        folders.AddRange(LvmFolders);
        folders.AddRange(policy.Pools.SelectMany(p => p.Images).Select(i => Path.GetDirectoryName(i)!).Distinct());
        var watched = new Dictionary<int, string>();
        var before = "";
        Span<PollRequest> requests = [new(stop.Handle, PollEvents.Readable), new(inotify.Handle, PollEvents.Readable)];
        while (true)
        {
            Watch(inotify, folders, watched);
            var now = Quick(policy);
            if (now != before && before.Length > 0)
            {
                wake("a device or filesystem changed its state");
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
        }
    }

    /// <summary>A folder that comes later is watched from then on.</summary>
    private static void Watch(InotifyInstance inotify, List<string> folders, Dictionary<int, string> watched)
    {
        foreach (var folder in folders.Where(f => !watched.ContainsValue(f) && Directory.Exists(f)).ToList())
        {
            try
            {
                watched[inotify.AddWatch(LinuxPath.FromString(folder), Written | InotifyMask.OnlyFolder)] = folder;
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

    /// <summary>What sysfs says in a few small files, to be compared.</summary>
    private static string Quick(StoragePolicy policy)
    {
        var states = policy.Mounts.Select(m => DeviceNode.NumberOf(m.Device) is { } number && BlockDevice.Find(number) is { } device
            ? $"{device.Number} {device.IsSuspended} {device.IsReadOnly} {Ext4Errors.Count(device.Name)}"
            : "none");
        return string.Join('|', states) + "|";
    }
}
