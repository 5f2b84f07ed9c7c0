using System.Runtime.InteropServices;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;

namespace EventOps.Linux.Netlink;

/// <summary>Reads a datagram that tells of changes; any bytes will do.</summary>
/// <returns>False when any of it was malformed.</returns>
internal delegate bool NetlinkTaker<T>(ReadOnlySpan<byte> datagram, ICollection<T> changes);

/// <summary>
/// Hears what the kernel announces in a network namespace. Never blocks; for one thread. Open it before the first listing, so that no change falls in
/// between; what both tell is then seen twice.
/// </summary>
public abstract class NetlinkMonitor<T> : IDisposable
{
    private readonly NetlinkSocket _socket;
    private readonly NetlinkTaker<T> _take;

    private protected NetlinkMonitor(NetlinkSocket socket, NetlinkTaker<T> take) => (_socket, _take) = (socket, take);

    /// <summary>Readable when something waits; for <see cref="Poll"/>.</summary>
    public SafeHandle Handle => _socket.Handle;

    /// <summary>Messages that were malformed or not the kernel's, since it was opened.</summary>
    public long Rejected { get; private set; }

    /// <summary>Takes the next datagram and adds what it tells. Call it until it says Empty; at Lost list all again, on another socket.</summary>
    /// <exception cref="LinuxException">The socket is broken, which netlink sockets are not on their own.</exception>
    public NetlinkReadingKind Receive(ICollection<T> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var reading = _socket.Receive();
        var kind = reading.Kind == NetlinkReadingKind.Received && !_take(reading.Messages, changes) ? NetlinkReadingKind.Rejected : reading.Kind;
        Rejected += kind == NetlinkReadingKind.Rejected ? 1 : 0;
        return kind;
    }

    public void Dispose()
    {
        _socket.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <param name="receiveBuffer">In bytes.</param>
    /// <param name="groups">Numbers of multicast groups.</param>
    /// <exception cref="LinuxException">The kernel refused the socket.</exception>
    private protected static NetlinkSocket Join(NetworkNamespace network, NetlinkProtocol protocol, int receiveBuffer, IEnumerable<int> groups)
    {
        ArgumentNullException.ThrowIfNull(network);
        var socket = network.Run(() => NetlinkSocket.Open(protocol, receiveBuffer));
        try
        {
            foreach (var group in groups)
            {
                socket.Join(group);
            }

            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
