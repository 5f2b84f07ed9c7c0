using System.Net;
using System.Net.Sockets;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.Netlink;
using EventOps.Linux.Routing;
using EventOps.Linux.Sysctls;

namespace EventOps.Linux.Tests.Routing;

public sealed class RouteMonitorTests
{
    [Fact]
    public void Each_kind_of_change_is_heard_with_its_writer()
    {
        using var hosts = new TwoHosts();
        using var monitor = RouteMonitor.Open(hosts.Here);
        var route = hosts.To("192.168.0.0/24", "10.9.0.2") with { Metric = 7 };
        hosts.Routes.AddRoute(route);
        Assert.Equal(new NetworkChange(route, false, hosts.Routes.Port), Await(monitor, c => c.Object is Route r && r.Destination.Equals(route.Destination)));
        hosts.Routes.RemoveRoute(route);
        Assert.Equal(new NetworkChange(route, true, hosts.Routes.Port), Await(monitor, c => c.Object is Route r && r.Destination.Equals(route.Destination)));

        hosts.Routes.SetLinkMtu(hosts.Link, 1300);
        Assert.Equal(1300, ((Link)Await(monitor, c => c.Object is Link { Mtu: 1300 }).Object).Mtu);
        hosts.Routes.AddAddress(hosts.Address("192.168.0.2", 32));
        Assert.False(Await(monitor, c => c.Object is InterfaceAddress { PrefixLength: 32 }).IsRemoved);
        var rule = new PolicyRule { Family = AddressFamily.InterNetworkV6, Priority = 9, Action = RuleAction.Prohibit };
        hosts.Routes.AddRule(rule);
        Assert.Equal(rule, Await(monitor, c => c.Object is PolicyRule { Priority: 9 }).Object);
        Sysctl.Write(hosts.Here, SysctlName.Parse("net.ipv4.conf.eth0.rp_filter"), "1");
        Assert.Equal(1, ((NetConfiguration)Await(monitor, c => c.Object is NetConfiguration { ReversePathFilter: not null }).Object).ReversePathFilter);
        hosts.Routes.RemoveLink(hosts.Link);
        Assert.True(Await(monitor, c => c.Object is Link && c.IsRemoved).IsRemoved);
        Assert.Equal(0, monitor.Rejected);
    }

    [Fact]
    public void What_changes_elsewhere_is_not_heard()
    {
        using var hosts = new TwoHosts();
        using var monitor = RouteMonitor.Open(hosts.There, RouteGroups.Routes);
        hosts.Routes.AddRoute(hosts.To("192.168.0.0/24", "10.9.0.2"));
        Assert.Equal(NetlinkReadingKind.Empty, monitor.Receive([]));
    }

    [Fact]
    public void An_overflow_is_told_and_the_monitor_goes_on()
    {
        using var hosts = new TwoHosts();
        using var monitor = RouteMonitor.Open(hosts.Here, RouteGroups.Routes, receiveBuffer: 4096);
        var routes = Enumerable.Range(0, 200).Select(i => hosts.To($"172.16.{i}.0/24", "10.9.0.2")).ToArray();
        Array.ForEach(routes, hosts.Routes.AddRoute);
        var readings = new List<NetlinkReadingKind>();
        do
        {
            readings.Add(monitor.Receive([]));
        }
        while (readings[^1] != NetlinkReadingKind.Empty);
        Assert.Contains(NetlinkReadingKind.Lost, readings);
        Assert.True(readings.Count < 200);
        hosts.Routes.RemoveRoute(routes[0]);
        Assert.Equal(routes[0], Await(monitor, c => c.IsRemoved && c.Object.Equals(routes[0])).Object);
    }

    [Fact]
    public void A_namespace_that_is_deleted_keeps_an_open_monitor_harmless()
    {
        Root.Require();
        var made = NetworkNamespace.CreateUnnamed();
        using var monitor = RouteMonitor.Open(made);
        made.Dispose();
        Assert.Equal(NetlinkReadingKind.Empty, monitor.Receive([]));
    }

    [Fact]
    public void Any_bytes_are_changes_or_malformed()
    {
        using var hosts = new TwoHosts();
        var captured = new List<byte>();
        using (var raw = hosts.Here.Run(() => NetlinkSocket.Open(NetlinkProtocol.Route)))
        {
            foreach (var (_, numbers) in RouteGroupNumbers.All)
            {
                Array.ForEach(numbers, raw.Join);
            }

            hosts.Routes.AddRoute(hosts.To("10.8.0.0/16") with { OutputLink = 0, Scope = RouteScope.Universe, Mtu = 1300, NextHops = [new(hosts.Link, IPAddress.Parse("10.9.0.2"), 1), new(hosts.Link, IPAddress.Parse("10.9.0.3"), 3)] });
            hosts.Routes.AddRule(new PolicyRule { Family = AddressFamily.InterNetwork, Priority = 1, Table = 5, IPProtocol = 6, SourcePorts = new PortRange(1, 2), To = IPNetwork.Parse("10.0.0.0/8") });
            hosts.Routes.AddAddress(hosts.Address("192.168.0.2", 32));
            hosts.Routes.SetLinkUp(hosts.Link, false);
            for (var reading = raw.Receive(); reading.Kind != NetlinkReadingKind.Empty; reading = raw.Receive())
            {
                captured.AddRange(reading.Messages);
            }
        }

        var all = new List<NetworkChange>();
        Assert.True(RouteMonitor.Take(captured.ToArray(), all));
        Assert.True(all.Count >= 5);
        Hostile.Sample([.. captured], bytes =>
        {
            var changes = new List<NetworkChange>();
            _ = RouteMonitor.Take(bytes, changes);
            return changes.Count <= bytes.Length / NetlinkMessageReader.HeaderLength && changes.TrueForAll(c => c.ToString().Length > 0);
        });
    }

    internal static NetworkChange Await(RouteMonitor monitor, Predicate<NetworkChange> wanted)
    {
        var changes = new List<NetworkChange>();
        while (true)
        {
            if (monitor.Receive(changes) == NetlinkReadingKind.Empty)
            {
                Assert.Equal(1, Poll.Wait([new PollRequest(monitor.Handle, PollEvents.Readable)], TimeSpan.FromSeconds(10)));
            }

            if (changes.Exists(wanted))
            {
                return changes.Find(wanted);
            }
        }
    }
}
