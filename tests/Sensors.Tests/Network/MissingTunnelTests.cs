using System.Net;
using System.Net.Sockets;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Routing;
using EventOps.Model;
using EventOps.Sensors.Network;

namespace EventOps.Sensors.Tests.Network;

/// <summary>Who has the port of a tunnel that is missing, in a real network namespace.</summary>
public sealed class MissingTunnelTests
{
    private const int Port = 51820;

    private static readonly NetworkPolicy Policy = new() { Links = [new WantedLink("wg0", 1340, true)], Tunnels = [new WantedTunnel("wg0", Port)] };

    [Fact]
    public async Task A_process_that_has_the_port_is_named_until_the_port_is_free()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "making a network namespace needs root");
        using var network = NetworkNamespace.CreateUnnamed();
        using var heard = new Heard(new StateSensor(Policy, network, TimeProvider.System));
        await heard.AsyncOf<NetworkRead>();
        Assert.Empty(heard.Events.OfType<PortHolderChanged>());
        using (var socket = Bind(network))
        {
            var holder = (await heard.AsyncOf<PortHolderChanged>(p => p.Change is Change.Added)).Holder;
            Assert.Equal(("wg0", Port, Environment.ProcessId, ""), (holder.Tunnel, holder.Port, holder.Process, holder.Link));
        }

        await heard.AsyncOf<PortHolderChanged>(p => p.Change is Change.Removed);
    }

    [Fact]
    public async Task While_the_tunnel_is_there_nobody_is_asked_after()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "making a network namespace needs root");
        using var network = NetworkNamespace.CreateUnnamed();
        using var routes = RouteSocket.Open(network);
        routes.CreateVethPair("wg0", "wg1");
        using var socket = Bind(network);
        using var heard = new Heard(new StateSensor(Policy, network, TimeProvider.System));
        await heard.AsyncOf<NetworkRead>();
        Assert.Empty(heard.Events.OfType<PortHolderChanged>());
    }

    private static Socket Bind(NetworkNamespace network) => network.Run(() =>
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Any, Port));
        return socket;
    });
}
