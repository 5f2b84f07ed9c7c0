using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.Netlink;

namespace EventOps.Linux.Routing;

/// <summary>One thing that the kernel told of.</summary>
/// <param name="Object">As it is now; as it was, when removed.</param>
/// <param name="WriterPort">The netlink port of whoever asked for the change, 0 for the kernel itself; <see cref="NetlinkClient.Port"/> tells one's own. Often a process id, but it need not be.</param>
public readonly record struct NetworkChange(NetworkObject Object, bool IsRemoved, uint WriterPort);

/// <summary>Hears what changes in a network namespace: links, addresses, routes, policy rules, neighbours, network configuration.</summary>
public sealed class RouteMonitor : NetlinkMonitor<NetworkChange>
{
    /// <summary>In bytes. Holds some 100,000 changes that wait; the default would hold 256.</summary>
    public const int DefaultReceiveBuffer = 64 << 20;

    private RouteMonitor(NetlinkSocket socket)
        : base(socket, Take)
    {
    }

    /// <param name="receiveBuffer">In bytes.</param>
    /// <exception cref="LinuxException">The kernel refused the socket.</exception>
    public static RouteMonitor Open(NetworkNamespace network, RouteGroups groups = RouteGroups.All, int receiveBuffer = DefaultReceiveBuffer) =>
        new(Join(network, NetlinkProtocol.Route, receiveBuffer, RouteGroupNumbers.All.Where(g => groups.HasFlag(g.Group)).SelectMany(g => g.Numbers)));

    /// <summary>Reads a datagram; any bytes will do.</summary>
    /// <returns>False when any of it was malformed.</returns>
    internal static bool Take(ReadOnlySpan<byte> datagram, ICollection<NetworkChange> changes)
    {
        var isSound = true;
        var reader = new NetlinkMessageReader(datagram);
        while (reader.Read())
        {
            // Two low bits of each type: 0 new, 1 deleted; the rest are requests and no news.
            var isRemoved = (reader.Type & 3) == RouteMessage.Delete;
            if ((reader.Type & 3) > RouteMessage.Delete)
            {
                continue;
            }

            if (NetworkObject.Parse(reader, out var isMalformed) is { } found)
            {
                changes.Add(new NetworkChange(found, isRemoved, reader.Port));
            }

            isSound &= !isMalformed;
        }

        return isSound && !reader.IsMalformed;
    }
}
