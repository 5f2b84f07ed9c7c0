using System.Net;
using System.Net.Sockets;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Sockets;

namespace EventOps.Linux.Tests.Sockets;

public sealed class ListenerTableTests
{
    [Fact]
    public void Listeners_are_found_with_address_and_owner()
    {
        Root.Require();
        using var network = NetworkNamespace.CreateUnnamed();
        using var table = ListenerTable.Open(network);
        Assert.Empty(table.Read(ProtocolType.Tcp));
        using var dual = Listen(network, AddressFamily.InterNetworkV6, dualMode: true);
        using var only = Listen(network, AddressFamily.InterNetworkV6, dualMode: false);
        using var plain = Listen(network, AddressFamily.InterNetwork, dualMode: false);
        using var udp = network.Run(() =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.Any, 51820));
            return socket;
        });
        var read = table.Read(ProtocolType.Tcp).ToDictionary(listener => listener.Local);
        Assert.Equal(3, read.Count);
        Assert.Equal((false, true), (read[(IPEndPoint)dual.LocalEndPoint!].IsOnlyIPv6, read[(IPEndPoint)dual.LocalEndPoint!].TakesIPv4));
        Assert.Equal((true, false), (read[(IPEndPoint)only.LocalEndPoint!].IsOnlyIPv6, read[(IPEndPoint)only.LocalEndPoint!].TakesIPv4));
        Assert.Equal((null, true), (read[(IPEndPoint)plain.LocalEndPoint!].IsOnlyIPv6, read[(IPEndPoint)plain.LocalEndPoint!].TakesIPv4));
        var carrier = Assert.Single(table.Read(ProtocolType.Udp));
        Assert.Equal((51820, 0u, false), (carrier.Local.Port, carrier.User, carrier.IsKernel));
        var owners = SocketOwners.Find(new HashSet<uint> { carrier.Inode });
        Assert.Contains(owners[carrier.Inode], owner => owner.Pid == Environment.ProcessId && owner.Name.Length > 0);
        Assert.Throws<ArgumentException>(() => table.Read(ProtocolType.Icmp));
    }

    [Fact]
    public void Any_bytes_are_a_listener_or_none()
    {
        var sample = new byte[80];
        (sample[0], sample[72], sample[74], sample[76]) = (10, 5, 11, 1);
        Assert.True(Listener.Parse(ProtocolType.Tcp, sample)!.IsOnlyIPv6);
        Hostile.Sample(sample, bytes => Listener.Parse(ProtocolType.Tcp, bytes) is null or { Local.Port: >= 0 });
    }

    private static Socket Listen(NetworkNamespace network, AddressFamily family, bool dualMode) => network.Run(() =>
    {
        var socket = new Socket(family, SocketType.Stream, ProtocolType.Tcp);
        if (family == AddressFamily.InterNetworkV6)
        {
            socket.DualMode = dualMode;
        }

        socket.Bind(new IPEndPoint(family == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0));
        socket.Listen();
        return socket;
    });
}
