using System.Runtime.InteropServices;
using EventOps.Linux.Block;
using EventOps.Linux.Native;
using EventOps.Linux.Notify;
using EventOps.Model;

namespace EventOps.Sensors.Storage;

/// <summary>
/// Tells at once that a wanted ext4 has met an error (FAN_FS_ERROR of fanotify(7)). Where the kernel cannot tell, the count that is asked for each
/// second remains.
/// </summary>
internal sealed class FileSystemErrors : IDisposable
{
    private readonly FanotifyGroup _group;
    private readonly List<MountPolicy> _wanted;

    private FileSystemErrors(FanotifyGroup group, List<MountPolicy> wanted) => (_group, _wanted) = (group, wanted);

    /// <summary>For <see cref="Poll"/>.</summary>
    public SafeHandle Handle => _group.Handle;

    /// <returns>Null when no ext4 is wanted, or the kernel has nothing to tell by.</returns>
    public static FileSystemErrors? TryOpen(StoragePolicy policy)
    {
        var wanted = policy.Mounts.Where(m => m.FileSystem == "ext4").ToList();
        if (wanted.Count == 0 || FanotifyGroup.TryOpen(out _) is not { } group)
        {
            return null;
        }

        if (group.ReportsIdentifiers)
        {
            return new FileSystemErrors(group, wanted);
        }

        group.Dispose();
        return null;
    }

    /// <summary>Marks what is mounted by now. A mark ends with its mount, and marking again is harmless.</summary>
    public void Watch()
    {
        foreach (var mount in _wanted.ToList())
        {
            // Where nothing is mounted, the path leads to another filesystem.
            if (DeviceNode.NumberOf(mount.Device) is { } device
                && FileStatus.OfPath(mount.Path)?.Holder == device
                && _group.MarkFileSystem(LinuxPath.FromString(mount.Path), FanotifyMask.FileSystemError) is { IsMarked: false })
            {
                _wanted.Remove(mount);
            }
        }
    }

    /// <returns>Whether there was one, or some may have been lost.</returns>
    public bool Take() => !_group.Drain().IsEmpty;

    public void Dispose() => _group.Dispose();
}
