namespace EventOps.Model.Tests.Network;

/// <summary>Which policy rules keep packets from where they are to go.</summary>
public sealed class RoutingDecisionTests
{
    private const uint Whole = uint.MaxValue;

    private static readonly NetworkPolicy Policy = new()
    {
        Links = [new WantedLink("eth0", 1420, false), new WantedLink("wg0", 1340, true)],
        Addresses = [new WantedAddress("wg0", Cidr.Parse("192.168.0.2/24")), new WantedAddress("eth0", Cidr.Parse("fdaa:a::2/112"))],
        Routes = [new WantedRoute(Cidr.Parse("::/0"), "eth0", "fdaa:a::1")],
        Tunnels = [new WantedTunnel("wg0", 51820)],
        Peers = [new WantedPeer("wg0", "key", "192.168.0.1/32", 25, "[fdaa:b::2]:51821")],
        Probes = [new WantedProbe("http://192.168.0.1:8080/", true, TimeSpan.FromSeconds(2))],
    };

    private static readonly NetworkRoute[] Routes =
    [
        new(Cidr.Parse("::/0"), WantedRoute.MainTable, 1024, "unicast", "eth0", 4, "fdaa:a::1"),
        new(Cidr.Parse("192.168.0.0/24"), WantedRoute.MainTable, 0, "unicast", "wg0", 2),
        new(Cidr.Parse("::/0"), 51820, 1024, "unicast", "wg0", 3),
        new(Cidr.Parse("0.0.0.0/0"), 51820, 0, "unicast", "wg0", 3),
        new(Cidr.Parse("0.0.0.0/0"), 77, 0, "blackhole", "", 3),
        new(Cidr.Parse("0.0.0.0/0"), 78, 0, "throw", "", 3),
        new(Cidr.Parse("192.168.0.0/24"), 79, 0, "unicast", "wg0", 3),
        new(Cidr.Parse("0.0.0.0/0"), 79, 0, "unicast", "eth0", 3),
    ];

    [Theory]
    [InlineData(4, "prohibit", 0, "", "192.168.0.0/24", true)]
    [InlineData(4, "blackhole", 0, "", "192.168.0.1/32", true)]
    [InlineData(4, "unreachable", 0, "", null, true)]
    [InlineData(4, "prohibit", 0, "", "192.168.1.0/24", false)]
    [InlineData(4, "goto", 0, "", "192.168.0.0/24", false)]
    [InlineData(4, "table", 77, "", "192.168.0.0/24", true)]
    [InlineData(4, "table", 77, "", null, true)]
    [InlineData(4, "table", 76, "", null, false)]
    [InlineData(4, "table", 78, "", null, false)]
    [InlineData(4, "table", 79, "", null, false)]
    [InlineData(4, "table", 51820, "", null, false)]
    [InlineData(4, "table", 254, "suppress_prefixlength 0", null, false)]
    [InlineData(4, "prohibit", 0, "from 192.168.0.2/32", null, true)]
    [InlineData(4, "prohibit", 0, "from 192.168.0.0/24", null, true)]
    [InlineData(4, "prohibit", 0, "from 192.168.0.9/32", null, false)]
    [InlineData(4, "prohibit", 0, "not from 192.168.0.9/32", null, true)]
    [InlineData(4, "prohibit", 0, "iif lo", null, true)]
    [InlineData(4, "prohibit", 0, "iif eth0", null, false)]
    [InlineData(4, "prohibit", 0, "oif wg0", null, true)]
    [InlineData(4, "prohibit", 0, "oif eth0", null, false)]
    [InlineData(4, "prohibit", 0, "ipproto 6 dport 8080-8080", null, true)]
    [InlineData(4, "prohibit", 0, "ipproto 6 dport 22-22", null, false)]
    [InlineData(4, "prohibit", 0, "ipproto 1", null, true)]
    [InlineData(4, "prohibit", 0, "ipproto 17", null, false)]
    [InlineData(4, "prohibit", 0, "uidrange 1000-2000", null, false)]
    [InlineData(4, "prohibit", 0, "tos 16", null, false)]
    [InlineData(4, "prohibit", 0, "unknown", null, false)]
    [InlineData(6, "prohibit", 0, "ipproto 17 dport 51821-51821", null, true)]
    [InlineData(6, "prohibit", 0, "ipproto 17 sport 51820-51820", null, true)]
    [InlineData(6, "prohibit", 0, "ipproto 6", null, false)]
    [InlineData(6, "prohibit", 0, "from fdaa:a::2/128", null, true)]
    [InlineData(6, "table", 51820, "", null, true)]
    [InlineData(6, "table", 51820, "suppress_prefixlength 0", null, false)]
    public void A_rule_stands_in_the_way_when_it_decides_otherwise_about_packets_that_are_sent(int family, string action, uint table, string selector, string? to, bool stands) =>
        Assert.Equal(stands, Stands(Rule(family, 100, action, table, selector, to), Policy));

    [Theory]
    [InlineData(0x51u, "", false)]
    [InlineData(0u, "not", false)]
    [InlineData(0xca6cu, "not", true)]
    public void Of_the_tunnels_own_packets_the_mark_counts(uint mark, string selector, bool stands) =>
        Assert.Equal(stands, Stands(Rule(6, 32765, "table", 51820, selector) with { Mark = mark, MarkMask = Whole }, Policy));

    [Theory]
    [InlineData(51820u, 51820u, "not", false)]
    [InlineData(51821u, 51820u, "not", false)]
    [InlineData(51820u, 51820u, "", true)]
    [InlineData(0x51u, 51820u, "not", true)]
    public void Of_a_tunnel_that_takes_everything_wg_quicks_rules_are_left(uint mark, uint table, string selector, bool stands) => Assert.Equal(stands, Stands(
        Rule(6, 32765, "table", table, selector) with { Mark = mark, MarkMask = Whole },
        Policy with { Tunnels = [new WantedTunnel("wg0", 51820, Mark: WantedTunnel.FirstOfQuick, IsMarkOfQuick: true)] }));

    [Fact]
    public void A_tunnels_own_packets_may_leave_by_any_link_but_itself_where_no_route_is_wanted()
    {
        var policy = Policy with { Routes = [] };
        Assert.True(Stands(Rule(6, 100, "table", 51820), policy));
        Assert.False(Stands(Rule(6, 100, "table", 51820), policy, [new NetworkRoute(Cidr.Parse("::/0"), 51820, 1, "unicast", "eth1", 3)]));
    }

    [Fact]
    public void What_an_earlier_rule_has_decided_rightly_no_later_one_spoils()
    {
        var killswitch = Rule(4, 200, "prohibit");
        Assert.True(Stands(killswitch, Policy));
        Assert.False(Stands(killswitch, Policy, Routes, Rule(4, 100, "table", 79)));
        Assert.False(Stands(killswitch, Policy, Routes, Rule(4, 100, "table", 254, "suppress_prefixlength 0")));
        Assert.True(Stands(killswitch, Policy, Routes, Rule(4, 100, "table", 76)));
        Assert.True(Stands(killswitch, Policy, Routes, Rule(4, 300, "table", 79)));
        Assert.False(Stands(Rule(4, 32766, "prohibit"), Policy));
    }

    [Theory]
    [InlineData("not from 10.0.0.0/8 iif lo oif eth0 ipproto 17 sport 1-2 dport 3-4 tos 16 uidrange 0-9 suppress_prefixlength 0")]
    [InlineData("from fdaa::/16")]
    [InlineData("")]
    [InlineData("unknown")]
    public void A_selector_is_read_as_it_is_written(string text) => Assert.Equal(text, RuleSelector.Of(text).ToString());

    [Theory]
    [InlineData("from x")]
    [InlineData("sport 1")]
    [InlineData("dscp 4")]
    [InlineData("from")]
    public void What_is_not_understood_of_a_selector_is_told(string text) => Assert.False(RuleSelector.Of(text).IsWhole);

    private static bool Stands(RoutingRule rule, NetworkPolicy policy, IEnumerable<NetworkRoute>? routes = null, params RoutingRule[] others) =>
        NetworkPlan.PathsOf(policy).Any(path => rule.Concerns(path) && rule.StandsInTheWayOf(path, policy, [rule, .. others], routes ?? Routes));

    private static RoutingRule Rule(int family, uint priority, string action, uint table = 0, string selector = "", string? to = null) =>
        new(family == 6, priority, action, table, 0, 0, selector, to is null ? null : Cidr.Parse(to));
}
