using EventOps.Linux.Capture;
using EventOps.Linux.Native;

namespace EventOps.Linux.Mounts;

/// <summary>The mounts of a mount namespace at one moment, in the kernel's order.</summary>
public sealed class MountTable(IReadOnlyList<Mount> mounts, int skippedLines)
{
    private readonly Lazy<ILookup<int, Mount>> _children = new(() => mounts.Where(mount => mount.Id != mount.ParentId).ToLookup(mount => mount.ParentId));
    private readonly Lazy<Dictionary<int, Mount>> _byId = new(() => mounts.GroupBy(mount => mount.Id).ToDictionary(same => same.Key, same => same.Last()));
    private readonly Lazy<ILookup<LinuxPath, Mount>> _byPoint = new(() => mounts.ToLookup(mount => mount.MountPoint));

    public IReadOnlyList<Mount> Mounts { get; } = mounts;

    /// <summary>Lines that could not be understood; not zero is worth an alarm.</summary>
    public int SkippedLines { get; } = skippedLines;

    /// <summary>Reads the table of this process' mount namespace, or another's by <c>/proc/PID/mountinfo</c>.</summary>
    /// <exception cref="LinuxException">The file cannot be read.</exception>
    public static MountTable Read(string path = "/proc/self/mountinfo")
    {
        using var file = FileDescriptor.Open(LinuxPath.FromString(path), OpenMode.Read);
        var text = ReadAll(file, path);
        FrameTap.Pass(FrameSource.MountInfo, path, text);
        return MountInfo.Parse(text);
    }

    /// <summary>The mount that a lookup of this path now ends on, when the path is a mount point; what lies beneath it or is covered from above is not it.</summary>
    /// <param name="mountPoint">As in the table: absolute, without a slash at its end.</param>
    /// <returns>Null when nothing is mounted there, or another mount covers it.</returns>
    public Mount? TopmostAt(LinuxPath mountPoint)
    {
        Mount? topmost = null;
        foreach (var mount in _byPoint.Value[mountPoint])
        {
            if (IsReachable(mount))
            {
                topmost = mount;
            }
        }

        return topmost;
    }

    /// <summary>All mounts of a device, bind mounts and covered ones too.</summary>
    public IEnumerable<Mount> OnDevice(DeviceNumber device) => Mounts.Where(mount => mount.Device == device);

    /// <summary>The reachable mount whose tree holds this absolute path, by name alone.</summary>
    public Mount? Holding(LinuxPath path) => Mounts
        .Where(mount => path.IsWithin(mount.MountPoint) && IsReachable(mount))
        .MaxBy(mount => mount.MountPoint.Bytes.Length);

    /// <summary>Whether a path lookup can come to this mount's root: no other mount, there or further up, lies over it.</summary>
    public bool IsReachable(Mount mount)
    {
        if (_children.Value[mount.Id].Any(child => child.MountPoint == mount.MountPoint))
        {
            return false;
        }

        // The table is not trusted to be a tree: no chain of parents is longer than it.
        for (var steps = 0; steps < Mounts.Count; steps++)
        {
            if (mount.Id == mount.ParentId || !_byId.Value.TryGetValue(mount.ParentId, out var parent))
            {
                return true;
            }

            if (IsCoveredOnTheWay(parent, mount))
            {
                return false;
            }

            mount = parent;
        }

        return false;
    }

    /// <summary>Whether another mount on the same parent covers a folder above the mount point. (At the mount point itself, this one is what covers.)</summary>
    private bool IsCoveredOnTheWay(Mount parent, Mount mount) => _children.Value[parent.Id].Any(
        sibling => sibling.MountPoint != mount.MountPoint && mount.MountPoint.IsWithin(sibling.MountPoint));

    private static byte[] ReadAll(FileDescriptor file, string path)
    {
        var buffer = new byte[16384];
        var length = 0;
        while (true)
        {
            var count = file.TryRead(buffer.AsSpan(length));
            if (count < 0)
            {
                throw new LinuxException("read", path, -count);
            }

            if (count == 0)
            {
                return buffer[..length];
            }

            length += count;
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }
    }
}
