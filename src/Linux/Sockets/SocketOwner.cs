using System.Globalization;

namespace EventOps.Linux.Sockets;

/// <summary>A process that holds a socket.</summary>
/// <param name="Name">Of its program, as it says itself: 15 bytes at most, not to be trusted.</param>
/// <param name="State">R, S, D, T (stopped), Z…, as proc(5) has it; '?' when it could not be read.</param>
/// <param name="Parent">The process that started it, or took it over; 0 when it is not known.</param>
public sealed record SocketOwner(int Pid, string Name, char State, int Parent = 0)
{
    private const string Prefix = "socket:[";

    /// <summary>Finds who holds sockets, by /proc/PID/fd of all processes that can be seen: a walk of some milliseconds per hundred, so ask for many at once.</summary>
    /// <param name="inodes">As <see cref="Listener.Inode"/>.</param>
    /// <returns>For each inode found, its holders; processes that end meanwhile are left out.</returns>
    public static IReadOnlyDictionary<uint, IReadOnlyList<SocketOwner>> Find(IReadOnlySet<uint> inodes)
    {
        ArgumentNullException.ThrowIfNull(inodes);
        var found = new Dictionary<uint, IReadOnlyList<SocketOwner>>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
            {
                foreach (var inode in Held(folder, inodes))
                {
                    found[inode] = [.. found.GetValueOrDefault(inode, []), Read(pid)];
                }
            }
        }

        return found;
    }

    /// <summary>A process as it is now, whatever it holds; with an empty name when it has gone.</summary>
    public static SocketOwner Read(int pid)
    {
        try
        {
            // The name stands in brackets and may hold any, so the last one counts.
            var status = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            var (open, close) = (status.IndexOf('('), status.LastIndexOf(')'));
            if (open < 0 || close + 4 >= status.Length)
            {
                return new SocketOwner(pid, "", '?');
            }

            _ = int.TryParse(status.AsSpan(close + 4).ToString().Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var parent);
            return new SocketOwner(pid, status[(open + 1)..close], status[close + 2], parent);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new SocketOwner(pid, "", '?');
        }
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
