using System.Net;
using System.Net.Sockets;
using EventOps.Linux.Native;
using EventOps.Linux.Routing;

namespace EventOps.Linux.Tests.Routing;

public sealed class RouteSocketTests
{
    [Fact]
    public void Links_are_read_and_changed()
    {
        using var hosts = new TwoHosts();
        var link = hosts.Routes.FindLink("eth0")!;
        Assert.Equal((hosts.Link, "veth", 1500, true), (link.Index, link.Kind, link.Mtu, link.IsUp));
        Assert.Equal(17, link.HardwareAddress.Length);
        hosts.Routes.SetLinkMtu(link.Index, 1420);
        hosts.Routes.SetLinkUp(link.Index, false);
        hosts.Routes.RenameLink(link.Index, "a.b");
        var changed = hosts.Routes.FindLink(link.Index)!;
        Assert.Equal(("a.b", 1420, false), (changed.Name, changed.Mtu, changed.IsUp));
        Assert.Equal(["lo", "a.b"], hosts.Routes.ReadLinks().OrderBy(l => l.Index).Select(l => l.Name));
        Assert.Contains(changed, hosts.Routes.ReadLinks());
        hosts.Routes.RemoveLink(link.Index);
        Assert.Null(hosts.Routes.FindLink("a.b"));
        Assert.Null(hosts.Remote.FindLink("eth0"));
        Assert.Null(hosts.Routes.ReadStatistics(link.Index));
        Assert.Equal(Errno.ENODEV, Assert.Throws<LinuxException>(() => hosts.Routes.RemoveLink(link.Index)).Errno);
    }

    [Fact]
    public void A_refusal_carries_the_kernels_words()
    {
        using var hosts = new TwoHosts();
        var error = Assert.Throws<LinuxException>(() => hosts.Routes.AddRoute(hosts.To("10.20.0.0/16", "10.99.0.1")));
        Assert.Equal(Errno.ENETUNREACH, error.Errno);
        Assert.Contains("the kernel says: Nexthop has invalid gateway", error.Message, StringComparison.Ordinal);
        Assert.Equal(Errno.EOPNOTSUPP, Assert.Throws<LinuxException>(() => hosts.Routes.CreateLink("x", "nosuchkind")).Errno);
    }

    [Fact]
    public void Addresses_are_added_and_removed()
    {
        using var hosts = new TwoHosts();
        var address = hosts.Address("192.168.0.2", 24);
        hosts.Routes.AddAddress(address);
        var read = hosts.Routes.ReadAddresses().Single(a => a.Address.Equals(address.Address));
        Assert.Equal((24, AddressFlags.Permanent, true), (read.PrefixLength, read.Flags, read.IsUsable));
        Assert.Equal(IPNetwork.Parse("192.168.0.0/24"), read.Subnet);
        Assert.Equal(Errno.EEXIST, Assert.Throws<LinuxException>(() => hosts.Routes.AddAddress(address)).Errno);
        hosts.Routes.RenewAddress(address);
        hosts.Routes.RemoveAddress(read);
        Assert.DoesNotContain(hosts.Routes.ReadAddresses(), a => a.Address.Equals(address.Address));
        Assert.Equal(Errno.EADDRNOTAVAIL, Assert.Throws<LinuxException>(() => hosts.Routes.RemoveAddress(read)).Errno);
    }

    [Fact]
    public void A_route_read_is_the_one_added_and_only_it_is_removed()
    {
        using var hosts = new TwoHosts();
        Route[] wanted =
        [
            hosts.To("192.168.0.0/24", "10.9.0.2") with { Metric = 5, Table = 7000, PreferredSource = IPAddress.Parse("10.9.0.1"), Mtu = 1340 },
            hosts.To("192.168.0.0/24", "10.9.0.2"),
            hosts.To("192.168.0.0/24", "10.9.0.2") with { Metric = 100 },
            hosts.To("0.0.0.0/0", "10.9.0.2"),
            hosts.To("10.7.0.0/16", "fdaa::2"),
            hosts.To("192.168.0.1/32") with { Type = RouteType.Blackhole, OutputLink = 0, Scope = RouteScope.Universe },
            hosts.To("fdbb::/32", "fdaa::2") with { Metric = 1024, Scope = RouteScope.Universe },
            hosts.To("10.8.0.0/16") with { OutputLink = 0, Scope = RouteScope.Universe, NextHops = [new(hosts.Link, IPAddress.Parse("10.9.0.2"), 1), new(hosts.Link, IPAddress.Parse("10.9.0.3"), 3)] },
        ];
        Array.ForEach(wanted, hosts.Routes.AddRoute);
        Assert.All(wanted, route => Assert.Contains(route, hosts.Routes.ReadRoutes()));
        Assert.Equal([wanted[0]], hosts.Routes.ReadRoutes(table: 7000));
        Assert.Empty(hosts.Routes.ReadRoutes(table: 7001));
        Assert.Equal([wanted[1], wanted[2]], hosts.Routes.ReadRoutes(IPNetwork.Parse("192.168.0.0/24"), RouteTable.Main));
        Assert.Empty(hosts.Routes.ReadRoutes(IPNetwork.Parse("192.168.0.0/25"), RouteTable.Main));
        Assert.Equal([wanted[3]], hosts.Routes.ReadRoutes(r => r.Destination.PrefixLength == 0 && r.Family == AddressFamily.InterNetwork));
        Assert.Equal(wanted[4], hosts.Routes.Look(new RouteQuery(IPAddress.Parse("10.7.0.1")) { IsAsInTable = true }).Route);
        Assert.Equal(wanted[6].Destination, hosts.Routes.Look(new RouteQuery(IPAddress.Parse("fdbb::1")) { IsAsInTable = true }).Route?.Destination);
        foreach (var route in wanted)
        {
            var before = hosts.Routes.ReadRoutes();
            hosts.Routes.RemoveRoute(route);
            Assert.Equal(before.Where(r => !r.Equals(route)), hosts.Routes.ReadRoutes());
            Assert.Equal(Errno.ESRCH, Assert.Throws<LinuxException>(() => hosts.Routes.RemoveRoute(route with { Metric = route.Metric + 1 })).Errno);
        }
    }

    [Fact]
    public void An_older_route_of_the_same_destination_is_replaced_or_stands_before_the_appended_one()
    {
        using var hosts = new TwoHosts();
        hosts.Routes.AddRoute(hosts.To("192.168.0.0/24", "10.9.0.2"));
        Assert.Equal(Errno.EEXIST, Assert.Throws<LinuxException>(() => hosts.Routes.AddRoute(hosts.To("192.168.0.0/24", "10.9.0.3"))).Errno);
        hosts.Routes.AppendRoute(hosts.To("192.168.0.0/24", "10.9.0.3"));
        Assert.Equal("10.9.0.2", hosts.Routes.Look(new RouteQuery(IPAddress.Parse("192.168.0.1"))).Route!.Gateway!.ToString());
        hosts.Routes.RemoveRoute(hosts.To("192.168.0.0/24", "10.9.0.2"));
        Assert.Equal("10.9.0.3", hosts.Routes.Look(new RouteQuery(IPAddress.Parse("192.168.0.1"))).Route!.Gateway!.ToString());
        hosts.Routes.ReplaceRoute(hosts.To("192.168.0.0/24", "10.9.0.4"));
        Assert.Single(hosts.Routes.ReadRoutes(), r => r.Destination.Equals(IPNetwork.Parse("192.168.0.0/24")));
    }

    [Fact]
    public void Rules_are_added_and_exactly_one_is_removed()
    {
        using var hosts = new TwoHosts();
        var prohibit = new PolicyRule { Family = AddressFamily.InterNetwork, Priority = 100, Action = RuleAction.Prohibit, To = IPNetwork.Parse("192.168.0.0/24") };
        PolicyRule[] wanted =
        [
            prohibit,
            prohibit with { To = IPNetwork.Parse("192.168.1.0/24") },
            new() { Family = AddressFamily.InterNetworkV6, Priority = 200, Mark = 0x51, MarkMask = 0xff, Table = 51820, IsInverted = true, Protocol = RouteProtocol.Static },
            new() { Family = AddressFamily.InterNetwork, Priority = 300, Table = RouteTable.Main, SuppressedPrefixLength = 0, InputLink = "lo", OutputLink = "eth0" },
            new() { Family = AddressFamily.InterNetwork, Priority = 301, Table = RouteTable.Main, IPProtocol = 17, DestinationPorts = new PortRange(51820, 51820), From = IPNetwork.Parse("10.0.0.0/8") },
        ];
        var before = hosts.Routes.ReadRules();
        Assert.Equal(5, before.Count);
        Array.ForEach(wanted, hosts.Routes.AddRule);
        Assert.All(wanted, rule => Assert.Contains(rule, hosts.Routes.ReadRules()));
        Assert.Equal(Errno.EACCES, hosts.Routes.Look(new RouteQuery(IPAddress.Parse("192.168.0.1"))).Errno);
        hosts.Routes.RemoveRule(prohibit);
        Assert.Equal(Errno.ENOENT, Assert.Throws<LinuxException>(() => hosts.Routes.RemoveRule(prohibit)).Errno);
        Array.ForEach(wanted[1..], hosts.Routes.RemoveRule);
        Assert.Equal(before, hosts.Routes.ReadRules());
    }

    [Fact]
    public void A_lookup_tells_the_way_or_why_there_is_none()
    {
        using var hosts = new TwoHosts();
        var direct = hosts.Routes.Look(new RouteQuery(IPAddress.Parse("10.9.0.2")));
        Assert.True(direct.IsReachable);
        Assert.Equal((hosts.Link, "10.9.0.1", RouteTable.Main), (direct.Route!.OutputLink, direct.Route.PreferredSource!.ToString(), direct.Route.Table));
        Assert.Equal(RouteType.Local, hosts.Routes.Look(new RouteQuery(IPAddress.Parse("10.9.0.1"))).Route!.Type);
        Assert.Equal(hosts.Link, hosts.Routes.Look(new RouteQuery(IPAddress.Parse("fdaa::2"))).Route!.OutputLink);
        foreach (var (address, none) in new[] { ("192.168.0.1", "0.0.0.0/0"), ("fdbb::1", "::/0") })
        {
            var query = new RouteQuery(IPAddress.Parse(address)) { Mark = 1, OutputLink = 0, IPProtocol = 17, DestinationPort = 51820 };
            Assert.Equal(Errno.ENETUNREACH, hosts.Routes.Look(query).Errno);
            foreach (var (type, errno) in new[] { (RouteType.Blackhole, Errno.EINVAL), (RouteType.Unreachable, Errno.EHOSTUNREACH), (RouteType.Prohibit, Errno.EACCES) })
            {
                var route = hosts.To(none) with { Type = type, OutputLink = 0, Scope = RouteScope.Universe };
                hosts.Routes.AddRoute(route);
                Assert.Equal(errno, hosts.Routes.Look(query).Errno);
                hosts.Routes.RemoveRoute(route);
            }
        }
    }

    [Fact]
    public async Task Neighbours_counters_and_configuration_are_read()
    {
        using var hosts = new TwoHosts();
        hosts.Here.Run(() =>
        {
            using var udp = new UdpClient(AddressFamily.InterNetwork);
            udp.Send([1], new IPEndPoint(IPAddress.Parse("10.9.0.2"), 9));
        });
        Assert.Contains(hosts.Routes.ReadNeighbours(), n => n.Address.ToString() == "10.9.0.2" && n.Link == hosts.Link);
        await Eventually.Holds(() => hosts.Routes.ReadStatistics(hosts.Link)!.SentPackets > 0);
        var all = hosts.Routes.ReadNetConfigurations().Single(c => c.Family == AddressFamily.InterNetwork && c.Link == NetConfiguration.All);
        Assert.Equal((false, 0), (all.IsForwarding, all.ReversePathFilter));
    }
}
