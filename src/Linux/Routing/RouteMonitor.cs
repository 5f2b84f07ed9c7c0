using System.Runtime.InteropServices;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.Netlink;

namespace EventOps.Linux.Routing;

/// <summary>One thing that the kernel told of.</summary>
/// <param name="Object">As it is now; as it was, when removed.</param>
/// <param name="WriterPort">The netlink port of whoever asked for the change, 0 for the kernel itself; <see cref="NetlinkClient.Port"/> tells one's own. Often a process id, but it need not be.</param>
public readonly record struct NetworkChange(NetworkObject Object, bool IsRemoved, uint WriterPort);

/// <summary>What one look at the monitor brought.</summary>
public enum RouteReading
{
    /// <summary>Nothing is waiting.</summary>
    Empty,

    /// <summary>Changes were added, or a message of no interest was skipped: look again.</summary>
    Received,

    /// <summary>The kernel dropped messages, any number of them: dump again, on another socket. The monitor goes on working.</summary>
    Lost,

    /// <summary>A malformed message, or one that is not the kernel's, was dropped and counted.</summary>
    Rejected,
}

/// <summary>
/// Hears what changes in a network namespace: links, addresses, routes, policy rules, neighbours, network configuration. Never blocks; for one thread.
/// Open it before the first dump, so that no change falls in between; what both tell is then seen twice.
/// </summary>
public sealed class RouteMonitor : IDisposable
{
    /// <summary>In bytes. Holds some 100,000 changes that wait; the default would hold 256.</summary>
    public const int DefaultReceiveBuffer = 64 << 20;

    private readonly NetlinkSocket _socket;

    private RouteMonitor(NetlinkSocket socket) => _socket = socket;

    /// <summary>Readable when something waits; for <see cref="Poll"/>.</summary>
    public SafeHandle Handle => _socket.Handle;

    /// <summary>Messages that were malformed or not the kernel's, since it was opened.</summary>
    public long Rejected { get; private set; }

    /// <param name="receiveBuffer">In bytes.</param>
    /// <exception cref="LinuxException">The kernel refused the socket.</exception>
    public static RouteMonitor Open(NetworkNamespace network, RouteGroups groups = RouteGroups.All, int receiveBuffer = DefaultReceiveBuffer)
    {
        ArgumentNullException.ThrowIfNull(network);
        var socket = network.Run(() => NetlinkSocket.Open(NetlinkProtocol.Route, receiveBuffer));
        try
        {
            foreach (var (group, numbers) in RouteGroupNumbers.All)
            {
                if (groups.HasFlag(group))
                {
                    Array.ForEach(numbers, socket.Join);
                }
            }

            return new RouteMonitor(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Takes the next datagram and adds what it tells. Call it until it says Empty.</summary>
    /// <exception cref="LinuxException">The socket is broken, which netlink sockets are not on their own.</exception>
    public RouteReading Receive(ICollection<NetworkChange> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var reading = _socket.Receive();
        switch (reading.Kind)
        {
            case NetlinkReadingKind.Received:
                return Take(reading.Messages, changes) ? RouteReading.Received : Reject();
            case NetlinkReadingKind.Rejected:
                return Reject();
            default:
                return reading.Kind == NetlinkReadingKind.Lost ? RouteReading.Lost : RouteReading.Empty;
        }
    }

    public void Dispose() => _socket.Dispose();

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

    private RouteReading Reject()
    {
        Rejected++;
        return RouteReading.Rejected;
    }
}
