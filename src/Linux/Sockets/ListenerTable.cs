using System.Net.Sockets;
using System.Runtime.InteropServices;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.Netlink;
using EventOps.Linux.Routing;

namespace EventOps.Linux.Sockets;

/// <summary>Lists the sockets of a network namespace that wait for others, by sock_diag(7). There is no notification: read it again.</summary>
public sealed class ListenerTable : IDisposable
{
    private const int ByFamily = 20;
    private const uint Closed = 1 << 7;
    private const uint Listening = 1 << 10;

    private readonly NetlinkClient _client;

    private ListenerTable(NetlinkClient client) => _client = client;

    /// <exception cref="LinuxException">The kernel refused the socket.</exception>
    public static ListenerTable Open(NetworkNamespace network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return new ListenerTable(new NetlinkClient(network.Run(() => NetlinkSocket.Open(NetlinkProtocol.SocketDiagnosis))));
    }

    /// <summary>All of a protocol, IPv4 and IPv6.</summary>
    /// <param name="protocol">Tcp or Udp.</param>
    /// <exception cref="ArgumentException">Another protocol.</exception>
    /// <exception cref="LinuxException">ENOENT: the kernel lacks sock_diag for it (module udp_diag or tcp_diag).</exception>
    public List<Listener> Read(ProtocolType protocol) => [.. Read(protocol, KernelFamily.IPv4), .. Read(protocol, KernelFamily.IPv6)];

    public void Dispose() => _client.Dispose();

    private List<Listener> Read(ProtocolType protocol, byte family)
    {
        // An unconnected UDP socket is "closed" to the kernel.
        var states = protocol switch
        {
            ProtocolType.Tcp => Listening,
            ProtocolType.Udp => Closed,
            _ => throw new ArgumentException($"{protocol} has no listeners; ask for TCP or UDP.", nameof(protocol)),
        };
        var header = new byte[56];
        header[0] = family;
        header[1] = (byte)protocol;
        MemoryMarshal.Write(header.AsSpan(4), states);
        var request = new NetlinkRequest(ByFamily, NetlinkFlags.Dump).Fixed(header);
        return _client.Dump(request, "SOCK_DIAG_BY_FAMILY", $"{protocol} listeners", (in NetlinkMessageReader message) =>
            message.Type == ByFamily && !Listener.IsConnected(message.Payload) ? Listener.Parse(protocol, message.Payload) : null);
    }
}
