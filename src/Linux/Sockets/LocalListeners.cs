using System.Globalization;
using EventOps.Linux.Namespaces;

namespace EventOps.Linux.Sockets;

/// <summary>Sockets of the local kind that listen at a path: /proc/net/unix of proc_pid_net(5). Whoever called listen(2) may have ended and handed them on, so SO_PEERCRED tells less.</summary>
public static class LocalListeners
{
    /// <summary>__SO_ACCEPTCON of linux/net.h.</summary>
    private const uint Accepts = 1 << 16;

    private const int FlagsField = 3;
    private const int InodeField = 6;
    private const int PathField = 7;

    /// <returns>Its inode, for <see cref="SocketOwners"/>; null when nobody listens there.</returns>
    /// <exception cref="IOException">/proc cannot be read.</exception>
    public static uint? Find(NetworkNamespace network, string path)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.Run(() => Find(File.ReadLines("/proc/thread-self/net/unix"), path));
    }

    internal static uint? Find(IEnumerable<string> lines, string path)
    {
        foreach (var line in lines)
        {
            var fields = line.Split(' ', PathField + 1, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > PathField && fields[PathField] == path
                && uint.TryParse(fields[FlagsField], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var flags) && (flags & Accepts) != 0
                && uint.TryParse(fields[InodeField], NumberStyles.None, CultureInfo.InvariantCulture, out var inode))
            {
                return inode;
            }
        }

        return null;
    }
}
