namespace EventOps.Model.Tests.Network;

/// <summary>What stands in the way of what is wanted, and what does not.</summary>
public sealed class NetworkMatchingTests
{
    private static readonly NetworkPolicy Policy = new()
    {
        Links = [new WantedLink("eth0", 1420, false), new WantedLink("wg0", 1340, true)],
        Addresses = [new WantedAddress("wg0", Cidr.Parse("192.168.0.2/24")), new WantedAddress("eth0", Cidr.Parse("fdaa:a::2/112"))],
        Routes = [new WantedRoute(Cidr.Parse("::/0"), "eth0", "fdaa:a::1")],
        Tunnels = [new WantedTunnel("wg0", 51820)],
        Peers = [new WantedPeer("wg0", "key", "192.168.0.1/32", 25, "[fdaa:b::2]:51820")],
    };

    private static readonly IReadOnlyList<WantedPath> Paths = NetworkPlan.PathsOf(Policy);

    [Theory]
    [InlineData("192.168.0.0/24", "unicast", "eth0", true)]
    [InlineData("192.168.0.0/24", "unicast", "wg0", false)]
    [InlineData("192.168.0.1/32", "blackhole", "", true)]
    [InlineData("192.168.0.9/32", "blackhole", "", false)]
    [InlineData("0.0.0.0/0", "unicast", "eth0", false)]
    [InlineData("10.0.0.0/8", "unicast", "eth0", false)]
    [InlineData("fdaa:b::2/128", "unreachable", "", true)]
    [InlineData("fdaa:b::2/128", "unicast", "wg0", true)]
    [InlineData("fdaa:b::/64", "unicast", "eth0", false)]
    [InlineData("::/0", "unicast", "eth0", false)]
    public void A_route_stands_in_the_way_when_packets_would_take_it_elsewhere(string to, string type, string link, bool stands)
    {
        var route = new NetworkRoute(Cidr.Parse(to), 254, 0, type, link, 4);
        Assert.Equal(stands, Paths.Any(route.StandsInTheWayOf));
    }

    [Theory]
    [InlineData("192.168.0.1/32", "prohibit", "", true)]
    [InlineData("0.0.0.0/0", "blackhole", "", true)]
    [InlineData("192.168.0.1/32", "unicast", "eth0", true)]
    [InlineData("192.168.0.1/32", "unicast", "wg0", false)]
    [InlineData("192.168.0.1/32", "throw", "", false)]
    [InlineData("10.0.0.0/8", "prohibit", "", false)]
    public void A_route_of_the_local_table_comes_before_all_others(string to, string type, string link, bool stands) =>
        Assert.Equal(stands, Paths.Any(new NetworkRoute(Cidr.Parse(to), RoutingDecision.LocalTable, 900, type, link, 4).StandsInTheWayOf));

    [Fact]
    public void A_worse_metric_does_not_stand_in_the_way() =>
        Assert.DoesNotContain(Paths, new NetworkRoute(Cidr.Parse("192.168.0.0/24"), 254, 5, "unicast", "eth0", 4).StandsInTheWayOf);

    [Theory]
    [InlineData(0u, false, 0u, true)]
    [InlineData(0u, false, 51820u, false)]
    [InlineData(81u, false, 81u, true)]
    [InlineData(WantedTunnel.FirstOfQuick, true, 51821u, true)]
    [InlineData(WantedTunnel.FirstOfQuick, true, 0u, false)]
    [InlineData(WantedTunnel.FirstOfQuick, true, 81u, false)]
    public void A_tunnels_mark_is_the_wanted_one_or_one_of_wg_quicks(uint wanted, bool isOfQuick, uint mark, bool isIt) =>
        Assert.Equal(isIt, new Tunnel("wg0", 51820, mark, true).Is(new WantedTunnel("wg0", 51820, Mark: wanted, IsMarkOfQuick: isOfQuick)));

    [Fact]
    public void The_kernels_own_routes_of_wanted_addresses_are_wanted() =>
        Assert.Contains(NetworkPlan.RoutesOf(Policy), r => r.To == Cidr.Parse("192.168.0.0/24") && r.Link == "wg0" && r.Source == "192.168.0.2");

    [Theory]
    [InlineData("192.168.0.2/24", "icmp")]
    [InlineData("fdbb::2/64", "icmpv6")]
    public void Pings_within_a_tunnel_are_of_the_family_of_its_addresses(string address, string protocol)
    {
        var flows = NetworkPlan.FlowsOf(Policy with { Addresses = [new WantedAddress("wg0", Cidr.Parse(address))] });
        Assert.Equal([protocol, protocol], flows.Where(f => f.IsPing).Select(f => f.Protocol));
    }

    [Theory]
    [InlineData("http://192.168.0.2:8080/", 4)]
    [InlineData("http://192.168.0.1:8080/", 0)]
    public void What_a_host_asks_of_itself_passes_over_the_loopback(string url, int flows) =>
        Assert.Equal(flows, NetworkPlan.FlowsOf(Policy with { Probes = [new WantedProbe(url, true, TimeSpan.FromSeconds(2))] }).Count(f => f.Link == "lo"));

    [Theory]
    [InlineData(true, "ok", true, "is reached")]
    [InlineData(false, "dropped", false, "is not reached: dropped")]
    [InlineData(false, "TLS: expired", false, "is not reached: TLS: expired")]
    public void What_should_be_reached_is_when_an_answer_came(bool isReached, string cause, bool isAsWanted, string verdict) =>
        AssertVerdict(true, isReached, cause, isAsWanted, verdict);

    [Theory]
    [InlineData(true, "ok", false, "is reached, and should be blocked")]
    [InlineData(true, "too slow", false, "is reached, and should be blocked")]
    [InlineData(false, "refused", true, "is blocked: refused")]
    [InlineData(false, "rejected", true, "is blocked: rejected")]
    [InlineData(false, "reset", true, "is blocked: reset")]
    [InlineData(false, "dropped", true, "is blocked: dropped")]
    [InlineData(false, "no name", false, "unproven: no name")]
    [InlineData(false, "no link", false, "unproven: no link")]
    [InlineData(false, "no address", false, "unproven: no address")]
    [InlineData(false, "no route", false, "unproven: no route")]
    [InlineData(false, "no connection", false, "unproven: no connection")]
    public void What_should_be_blocked_is_only_where_somebody_lets_nothing_through(bool isReached, string cause, bool isAsWanted, string verdict) =>
        AssertVerdict(false, isReached, cause, isAsWanted, verdict);

    [Fact]
    public void A_service_that_may_be_ended_needs_sockets_that_take_both_families()
    {
        var only = new WantedParameter(NetworkPlan.OnlyIPv6, "0");
        Assert.DoesNotContain(only, NetworkPlan.ParametersOf(Policy with { Services = [new WantedService(8080, "wg0", "")] }));
        Assert.Contains(only, NetworkPlan.ParametersOf(Policy with { Services = [new WantedService(8080, "wg0", "", "httpd")] }));
        Assert.DoesNotContain(only, NetworkPlan.ParametersOf(Policy with { Services = [new WantedService(8080, "eth0", "", "httpd")] }));
    }

    [Fact]
    public void A_wanted_address_of_IPv6_needs_IPv6_on_its_link() =>
        Assert.Contains(NetworkPlan.ParametersOf(Policy), p => p.Name == "net/ipv6/conf/eth0/disable_ipv6" && p.Value == "0");

    [Theory]
    [InlineData("10.1.2.3/8", "10.0.0.0/8")]
    [InlineData("fdaa:0:1:a::2/112", "fdaa:0:1:a::/112")]
    [InlineData("192.168.0.1/32", "192.168.0.1/32")]
    [InlineData("1.2.3.4/0", "0.0.0.0/0")]
    public void A_prefix_has_a_network(string text, string network) => Assert.Equal(Cidr.Parse(network), Cidr.Parse(text).Network);

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("fdaa::1/129")]
    [InlineData("[fdaa::1]")]
    [InlineData("fdaa::1%eth0")]
    [InlineData("10.0.0.1/")]
    public void What_is_no_prefix_is_refused_in_words(string text)
    {
        Assert.False(Cidr.TryParse(text, out _, out var error));
        Assert.Contains("; write", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, false, false, true, true)]
    [InlineData(null, false, true, true, false)]
    [InlineData(null, true, true, true, true)]
    [InlineData("/etc/psk", false, true, true, true)]
    [InlineData("/etc/psk", false, true, false, false)]
    [InlineData("/etc/psk", false, false, false, false)]
    public void A_peers_preshared_key_is_that_of_its_file_or_none_or_anothers(string? file, bool keeps, bool has, bool hasFileKey, bool isRight)
    {
        var wanted = new WantedPeer("wg0", "key", "192.168.0.1/32", 25, null, file, keeps);
        var peer = new TunnelPeer("wg0", "key", "192.168.0.1/32", 25, has, HasFileKey: hasFileKey);
        Assert.Equal(isRight, peer.Is(wanted));
        Assert.Equal(keeps && has, peer.HasForeignKey(wanted));
    }

    private static void AssertVerdict(bool isWanted, bool isReached, string cause, bool isAsWanted, string verdict)
    {
        var (probe, reach) = (new WantedProbe("http://[fdaa:b::2]:8080/", isWanted, TimeSpan.FromSeconds(2), "eth0"), new Reach("http://[fdaa:b::2]:8080/", isReached, cause, "eth0"));
        Assert.True(reach.IsOf(probe));
        Assert.Equal(isAsWanted, reach.IsAsWanted(probe));
        Assert.Contains(verdict, reach.Verdict(probe), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[fdaa:b::2]:51820", "eth0 fdaa:a::1 the route default via fdaa:a::1 dev eth0, peer key of wg0")]
    [InlineData("[fdaa:a::9]:51820", "eth0 fdaa:a::1 the route default via fdaa:a::1 dev eth0|eth0 fdaa:a::9 peer key of wg0")]
    [InlineData("[fdaa:a::1]:51820", "eth0 fdaa:a::1 the route default via fdaa:a::1 dev eth0, peer key of wg0")]
    [InlineData("192.0.2.1:51820", "eth0 fdaa:a::1 the route default via fdaa:a::1 dev eth0")]
    [InlineData("server.internal:51820", "eth0 fdaa:a::1 the route default via fdaa:a::1 dev eth0")]
    [InlineData(null, "eth0 fdaa:a::1 the route default via fdaa:a::1 dev eth0")]
    public void Neighbours_that_are_needed_are_gateways_and_ends_of_tunnels_on_the_link(string? endpoint, string expected)
    {
        var policy = Policy with { Peers = [Policy.Peers[0] with { Endpoint = endpoint }], Routes = [.. Policy.Routes, new WantedRoute(Cidr.Parse("10.0.0.0/8"), "wg0", "192.168.0.1")] };
        Assert.Equal(expected.Split('|'), NetworkPlan.NeighboursOf(policy).Select(n => $"{n.Link} {n.Address} {n.For}"));
    }
}
