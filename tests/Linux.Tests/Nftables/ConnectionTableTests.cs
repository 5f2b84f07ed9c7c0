using System.Net;
using System.Net.Sockets;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Netlink;
using EventOps.Linux.Nftables;
using EventOps.Linux.Routing;

namespace EventOps.Linux.Tests.Nftables;

public sealed class ConnectionTableTests
{
    [Fact]
    public void The_connections_meant_are_forgotten_and_no_others()
    {
        Root.Require();
        using var network = NetworkNamespace.CreateUnnamed();
        Track(network, 4000, 4001);
        var seen = new List<TrackedConnection>();
        Assert.Equal(1, ConnectionTable.Forget(network, c =>
        {
            seen.Add(c);
            return c.DestinationPort == 4000;
        }));
        Assert.Equal([new TrackedConnection(17, 4000, true), new TrackedConnection(17, 4001, false)], seen.OrderBy(c => c.DestinationPort));
        Assert.Equal(0, ConnectionTable.Forget(network, c => c.DestinationPort == 4000));
        Assert.Equal(1, ConnectionTable.Forget(network, _ => true));
    }

    [Fact]
    public void Any_bytes_are_entries_or_none()
    {
        Root.Require();
        using var network = NetworkNamespace.CreateUnnamed();
        Track(network, 4000, 4001);
        var captured = new List<byte>();
        using (var client = new NetlinkClient(network.Run(() => NetlinkSocket.Open(NetlinkProtocol.Netfilter))))
        {
            client.Dump(new NetlinkRequest(ConnectionEntry.Type(ConnectionEntry.Get), NetlinkFlags.Dump).Fixed(new byte[ConnectionEntry.HeaderLength]), "get", "connections", (in NetlinkMessageReader message) =>
            {
                captured.AddRange(BitConverter.GetBytes(NetlinkMessageReader.HeaderLength + message.Payload.Length));
                captured.AddRange(BitConverter.GetBytes((uint)message.Type));
                captured.AddRange(new byte[8]);
                captured.AddRange(message.Payload);
                captured.AddRange(new byte[(4 - (message.Payload.Length & 3)) & 3]);
                return "";
            });
        }

        Assert.Equal(2, Entries([.. captured]));
        Hostile.Sample([.. captured], bytes => Entries(bytes) <= bytes.Length / NetlinkMessageReader.HeaderLength);
    }

    private static int Entries(byte[] bytes)
    {
        var reader = new NetlinkMessageReader(bytes);
        var count = 0;
        while (reader.Read())
        {
            count += ConnectionEntry.Parse(reader) is null ? 0 : 1;
        }

        return count;
    }

    /// <summary>A packet to each port; those to the first are redirected.</summary>
    private static void Track(NetworkNamespace network, int first, int second)
    {
        using var routes = RouteSocket.Open(network);
        routes.SetLinkUp(routes.FindLink("lo")!.Index, true);
        using var session = NftablesSession.Open(network);
        var applied = session.Apply($"add table ip t\nadd chain ip t c {{ type nat hook output priority -100; }}\nadd rule ip t c udp dport {first} redirect to :{second}");
        Assert.True(applied.IsDone, applied.Error);
        using var socket = network.Run(() =>
        {
            var made = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            made.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            return made;
        });
        using var other = network.Run(() =>
        {
            var made = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            made.Bind(new IPEndPoint(IPAddress.Loopback, second));
            return made;
        });
        socket.SendTo([1], new IPEndPoint(IPAddress.Loopback, second));
        using var third = network.Run(() => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        third.SendTo([1], new IPEndPoint(IPAddress.Loopback, first));
    }
}
