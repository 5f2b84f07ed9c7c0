using System.Runtime.InteropServices;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.Netlink;

namespace EventOps.Linux.Nftables;

/// <summary>Hears changes of nftables, iptables-nft's among them, in a network namespace. Never blocks; for one thread.</summary>
public sealed class NftMonitor : IDisposable
{
    private const int Group = 7;

    private readonly NetlinkSocket _socket;

    private NftMonitor(NetlinkSocket socket) => _socket = socket;

    /// <summary>Readable when something waits; for <see cref="Poll"/>.</summary>
    public SafeHandle Handle => _socket.Handle;

    /// <summary>Messages that were malformed or not the kernel's, since it was opened.</summary>
    public long Rejected { get; private set; }

    /// <exception cref="LinuxException">The kernel refused the socket.</exception>
    public static NftMonitor Open(NetworkNamespace network, int receiveBuffer = 8 << 20)
    {
        ArgumentNullException.ThrowIfNull(network);
        var socket = network.Run(() => NetlinkSocket.Open(NetlinkProtocol.Netfilter, receiveBuffer));
        try
        {
            socket.Join(Group);
            return new NftMonitor(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Takes the next datagram and adds what it tells. Call it until it says Empty; at Lost list the ruleset again.</summary>
    /// <exception cref="LinuxException">The socket is broken, which netlink sockets are not on their own.</exception>
    public NetlinkReadingKind Receive(ICollection<NftChange> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var reading = _socket.Receive();
        var kind = reading.Kind == NetlinkReadingKind.Received && !Take(reading.Messages, changes) ? NetlinkReadingKind.Rejected : reading.Kind;
        Rejected += kind == NetlinkReadingKind.Rejected ? 1 : 0;
        return kind;
    }

    public void Dispose() => _socket.Dispose();

    internal static bool Take(ReadOnlySpan<byte> datagram, ICollection<NftChange> changes)
    {
        var isSound = true;
        var reader = new NetlinkMessageReader(datagram);
        while (reader.Read())
        {
            if (NftChange.Parse(reader, out var isMalformed) is { } change)
            {
                changes.Add(change);
            }

            isSound &= !isMalformed;
        }

        return isSound && !reader.IsMalformed;
    }
}
