using System.Globalization;
using EventOps.Linux.Processes;

namespace EventOps.Linux.Sockets;

/// <summary>Which processes hold sockets.</summary>
public static class SocketOwners
{
    private const string Prefix = "socket:[";

    /// <summary>Finds who holds sockets, by /proc/PID/fd of all processes that can be seen: a walk of some milliseconds per hundred, so ask for many at once.</summary>
    /// <param name="inodes">As <see cref="Listener.Inode"/>.</param>
    /// <returns>For each inode found, its holders; processes that end meanwhile are left out.</returns>
    public static IReadOnlyDictionary<uint, IReadOnlyList<ProcessStatus>> Find(IReadOnlySet<uint> inodes)
    {
        ArgumentNullException.ThrowIfNull(inodes);
        var found = new Dictionary<uint, IReadOnlyList<ProcessStatus>>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
            {
                var held = Held(folder, inodes);
                if (held.Count > 0 && ProcessStatus.TryRead(pid) is { } owner)
                {
                    foreach (var inode in held)
                    {
                        found[inode] = [.. found.GetValueOrDefault(inode, []), owner];
                    }
                }
            }
        }

        return found;
    }

    private static HashSet<uint> Held(string folder, IReadOnlySet<uint> inodes)
    {
        var held = new HashSet<uint>();
        try
        {
            foreach (var descriptor in new DirectoryInfo(folder + "/fd").EnumerateFileSystemInfos())
            {
                if (InodeOf(descriptor.LinkTarget) is { } inode && inodes.Contains(inode))
                {
                    held.Add(inode);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended, or is not ours to look at.
        }

        return held;
    }

    private static uint? InodeOf(string? link) =>
        link is not null && link.StartsWith(Prefix, StringComparison.Ordinal) && uint.TryParse(link.AsSpan(Prefix.Length).TrimEnd(']'), NumberStyles.None, CultureInfo.InvariantCulture, out var inode)
            ? inode
            : null;
}
