using System.Net;
using System.Net.Sockets;
using EventOps.Lab;
using EventOps.Linux.Processes;
using EventOps.Linux.Routing;
using EventOps.Model;
using EventOps.Sensors.Network;

namespace EventOps.Sensors.Tests.Network;

/// <summary>The gateway of a wanted route on a real link: it goes silent and speaks again; what the kernel does with neighbours meanwhile, and others' neighbours, tell nothing.</summary>
public sealed class NeighbourTests
{
    private const string Gateway = "10.9.0.2";

    private static readonly NetworkPolicy Policy = new()
    {
        Links = [new WantedLink("eth0", 0, false)],
        Addresses = [new WantedAddress("eth0", Cidr.Parse("10.9.0.1/24"))],
        Routes = [new WantedRoute(Cidr.Parse("10.77.0.0/16"), "eth0", Gateway)],
    };

    [Fact]
    public async Task A_gateway_that_goes_silent_is_told_of_and_so_is_that_it_speaks_again()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "making a network namespace needs root");
        await using var hosts = await TwoHosts.CreateAsync();
        hosts.Routes.AddRoute(hosts.To("10.77.0.0/16"));
        using var heard = new Heard(new RoutingSensor(Policy, hosts.Here.Share(), TimeSpan.FromHours(1), TimeProvider.System));
        await heard.AsyncOf<NetworkRead>();

        // It answers, grows stale and is asked again.
        foreach (var state in (string[])["reachable", "stale", "delay", "probe", "reachable"])
        {
            await IpAsync(hosts, "neigh", "replace", Gateway, "lladdr", "02:00:00:00:00:02", "dev", "eth0", "nud", state);
        }

        await IpAsync(hosts, "neigh", "del", Gateway, "dev", "eth0");
        Ask(hosts);
        await Task.Delay(200, TestContext.Current.CancellationToken);
        Assert.Empty(heard.Events.OfType<NeighbourChanged>());

        using var there = RouteSocket.Open(hosts.There);
        var address = there.ReadAddresses().Single(a => a.Address.ToString() == Gateway);
        there.RemoveAddress(address);
        await IpAsync(hosts, "neigh", "flush", "dev", "eth0");
        Ask(hosts);
        var silent = new NetworkNeighbour("eth0", Gateway);
        Assert.Equal(new NeighbourChanged(Change.Added, silent), await heard.AsyncOf<NeighbourChanged>() with { At = default });

        // It is asked in vain once more, and nothing new comes of it.
        Ask(hosts);
        await Task.Delay(200, TestContext.Current.CancellationToken);
        there.AddAddress(address);
        var told = await HeardAnswerAsync();
        Assert.Equal(new NeighbourChanged(Change.Removed, silent), told with { At = default });
        Assert.Equal(2, heard.Events.OfType<NeighbourChanged>().Count());

        async Task<NeighbourChanged> HeardAnswerAsync()
        {
            for (var i = 0; i < 300 && heard.Events.OfType<NeighbourChanged>().Count() < 2; i++)
            {
                Ask(hosts);
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }

            return await heard.AsyncOf<NeighbourChanged>(n => n.Change is Change.Removed);
        }
    }

    [Fact]
    public async Task A_link_layer_address_that_somebody_set_is_told_of_until_it_is_gone()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "making a network namespace needs root");
        await using var hosts = await TwoHosts.CreateAsync();
        using var heard = new Heard(new RoutingSensor(Policy, hosts.Here.Share(), TimeSpan.FromHours(1), TimeProvider.System));
        await heard.AsyncOf<NetworkRead>();
        await IpAsync(hosts, "neigh", "replace", Gateway, "lladdr", "02:00:00:00:00:09", "dev", "eth0", "nud", "permanent");
        var set = await heard.AsyncOf<NeighbourChanged>();
        Assert.Equal((Change.Added, new NetworkNeighbour("eth0", Gateway, "02:00:00:00:00:09")), (set.Change, set.Neighbour));

        // The same is found by a sensor that begins now.
        using (var later = new Heard(new RoutingSensor(Policy, hosts.Here.Share(), TimeSpan.FromHours(1), TimeProvider.System)))
        {
            Assert.Equal(set.Neighbour, (await later.AsyncOf<NeighbourChanged>()).Neighbour);
        }

        await IpAsync(hosts, "neigh", "del", Gateway, "dev", "eth0");
        Assert.Equal(set.Neighbour, (await heard.AsyncOf<NeighbourChanged>(n => n.Change is Change.Removed)).Neighbour);
    }

    [Fact]
    public async Task Thousands_of_neighbours_that_nothing_wanted_needs_tell_nothing_and_a_loss_among_them_is_read_again()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "making a network namespace needs root");
        await using var hosts = await TwoHosts.CreateAsync();
        using var heard = new Heard(new RoutingSensor(Policy, hosts.Here.Share(), TimeSpan.FromHours(1), TimeProvider.System, receiveBuffer: 4096));
        await heard.AsyncOf<NetworkRead>();
        var count = heard.Events.Count;
        var file = Path.GetTempFileName();
        try
        {
            var lines = Enumerable.Range(0, 4000).Select(i => $"neigh replace 10.9.{1 + (i / 250)}.{1 + (i % 250)} lladdr 02:00:00:00:00:03 dev eth0 nud permanent");
            await File.WriteAllLinesAsync(file, [.. lines, $"neigh replace {Gateway} lladdr 02:00:00:00:00:09 dev eth0 nud permanent"], TestContext.Current.CancellationToken);
            for (var i = 0; i < 20 && !heard.Events.OfType<SensorGap>().Any(); i++)
            {
                await IpAsync(hosts, "-batch", file);
            }
        }
        finally
        {
            File.Delete(file);
        }

        var gap = await heard.AsyncOf<SensorGap>();
        await heard.AsyncOf<NetworkRead>(from: heard.Events.ToList().IndexOf(gap));
        await heard.AsyncOf<NeighbourChanged>();
        Assert.Single(heard.Events.Skip(count), e => e is not (SensorGap or NetworkRead));
    }

    /// <summary>A packet to it, so that the kernel asks who it is.</summary>
    private static void Ask(TwoHosts hosts) => hosts.Here.Run(() =>
    {
        using var udp = new UdpClient(AddressFamily.InterNetwork);
        try
        {
            udp.Send([1], new IPEndPoint(IPAddress.Parse(Gateway), 9));
        }
        catch (SocketException)
        {
            // Nobody is there, and the kernel has just found so.
        }
    });

    private static async Task IpAsync(TwoHosts hosts, params string[] arguments)
    {
        var result = await Command.RunAsync(new CommandLine("ip", ["-n", hosts.Name, .. arguments]), cancel: TestContext.Current.CancellationToken);
        Assert.True(result.IsSuccess, result.Error.Text);
    }
}
