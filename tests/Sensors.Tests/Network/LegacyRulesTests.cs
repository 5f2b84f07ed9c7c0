using System.Net.Sockets;
using EventOps.Linux.Nftables;
using EventOps.Model;
using EventOps.Sensors.Network;

namespace EventOps.Sensors.Tests.Network;

/// <summary>Rules of legacy tables, and which of them stop the service or the tunnel.</summary>
public sealed class LegacyRulesTests
{
    private static readonly WantedFlow[] Flows =
    [
        new("the tunnel's own packets", true, "eth0", "udp", 51820, 51820, 0, Source: "172.19.1.2"),
        new("the service", true, "wg0", "tcp", 8080, 0, 0),
        new("the probe", false, "wg0", "tcp", 8080, 0, 4, Destination: "192.168.0.1"),
        new("the probe", true, "wg0", "tcp", 0, 8080, 4, Source: "192.168.0.1") { IsNew = false },
    ];

    /// <summary>Table, rules, and those said to stop something, by their numbers from 1; "?" for one that may.</summary>
    [Theory]
    [InlineData("filter", "-A INPUT -i wg0 -p tcp -m tcp --dport 8080 -j DROP", "1")]
    [InlineData("filter", "-A INPUT -i wg+ -p tcp -m tcp --dport 8000:8100 -j REJECT --reject-with tcp-reset", "1")]
    [InlineData("filter", "-A INPUT ! -i wg0 -p tcp -m tcp --dport 8080 -j DROP", "")]
    [InlineData("filter", "-A INPUT -p tcp -m multiport --dports 80,8080 -m comment --comment web -j DROP", "1")]
    [InlineData("filter", "-A INPUT -p tcp -m multiport ! --dports 80,8080 -j DROP", "1?")]
    [InlineData("filter", "-A INPUT -m conntrack --ctstate INVALID,NEW -j DROP", "1")]
    [InlineData("filter", "-A INPUT -m conntrack --ctstate INVALID -j DROP", "")]
    [InlineData("raw", "-A OUTPUT -p tcp -m tcp --dport 8080 -j CT --notrack\n-A PREROUTING -m conntrack --ctstate INVALID -j DROP", "2")]
    [InlineData("filter", "-A INPUT -m state --state RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -j DROP", "2")]
    [InlineData("filter", "-A INPUT -p tcp -m tcp --dport 8080 -m limit --limit 5/sec -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 8080 -j DROP", "2?")]
    [InlineData("filter", "-A INPUT -i wg0 -j RETURN\n-A INPUT -p tcp -m tcp --dport 8080 -j DROP", "")]
    [InlineData("filter", "-A INPUT -j SIDE\n-A SIDE -p tcp -m tcp --dport 8080 -j DROP", "2")]
    [InlineData("filter", "-A INPUT -g SIDE\n-A INPUT -p tcp -m tcp --dport 8080 -j DROP\n-A SIDE -p udp -m udp --dport 51820 -j DROP", "3")]
    [InlineData("filter", "-A INPUT -s 10.0.0.0/8 -j SIDE\n-A SIDE -p tcp -m tcp --dport 8080 -j DROP", "2?")]
    [InlineData("filter", "-A INPUT -i wg0 -j SIDE\n-A INPUT -p tcp -m tcp --dport 8080 -j DROP\n-A SIDE -j ACCEPT", "")]
    [InlineData("filter", "-A INPUT -p udp -m udp --dport 51820 -m recent --update --name x --rsource -j DROP", "1?")]
    [InlineData("filter", "-A FORWARD -p tcp -m tcp --dport 8080 -j DROP", "")]
    [InlineData("nat", "-A PREROUTING -p udp -m udp --dport 51820 -j REDIRECT --to-ports 9", "1")]
    [InlineData("nat", "-A OUTPUT -d 192.168.0.1/32 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 192.168.0.1:9", "1")]
    [InlineData("nat", "-A OUTPUT -d 192.168.0.7/32 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 192.168.0.1:9", "")]
    public void What_is_said_of_a_rule_is_so(string table, string rules, string stopping)
    {
        var read = RulesOf(AddressFamily.InterNetwork, table, rules);
        var found = LegacyRules.InTheWay(Chains(AddressFamily.InterNetwork, table, "ACCEPT"), read, Flows).ToList();
        Assert.Equal(stopping, string.Join(' ', found.Select(f => read.FindIndex(r => r.Text == f.Text) + 1 + (f.IsSure ? "" : "?"))));
        Assert.All(found, f => Assert.Equal(("iptables-legacy", 0UL), (f.Backend, f.Handle)));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("-A INPUT -i wg0 -j ACCEPT", true)]
    [InlineData("-A INPUT -i wg0 -j ACCEPT\n-A INPUT -p udp -m udp --dport 51820 -j ACCEPT", false)]
    public void A_policy_is_in_the_way_of_what_nothing_accepts(string rules, bool isInTheWay)
    {
        var found = LegacyRules.InTheWay(Chains(AddressFamily.InterNetworkV6, "filter", "DROP"), RulesOf(AddressFamily.InterNetworkV6, "filter", rules), Flows)
            .Select(f => (f.Backend, f.Chain, f.Text, f.IsSure));
        Assert.Equal(isInTheWay ? [("ip6tables-legacy", "INPUT", FilterRule.PolicyDrop, true)] : [], found);
    }

    [Theory]
    [InlineData("-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\n-A INPUT -j REJECT --reject-with icmp-host-prohibited", true)]
    [InlineData("-A INPUT -j REJECT --reject-with icmp-host-prohibited\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT", false)]
    [InlineData("-A INPUT ! -i eth1 -j REJECT", false)]
    public void A_last_rule_that_takes_all_else_stands_for_a_policy(string rules, bool isDefault) => Assert.Equal(
        isDefault,
        Assert.Single(LegacyRules.InTheWay(Chains(AddressFamily.InterNetwork, "filter", "ACCEPT"), RulesOf(AddressFamily.InterNetwork, "filter", rules), Flows)).IsDefault);

    private static LegacyChain[] Chains(AddressFamily family, string table, string inputPolicy) =>
    [
        new(family, table, "INPUT", inputPolicy),
        new(family, table, "FORWARD", inputPolicy),
        new(family, table, "OUTPUT", "ACCEPT"),
        new(family, table, "PREROUTING", "ACCEPT"),
        new(family, table, "SIDE", "-"),
    ];

    /// <summary>One of iptables-legacy-save a line, without quotes.</summary>
    private static List<LegacyRule> RulesOf(AddressFamily family, string table, string rules) =>
        [.. rules.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).Select(words => new LegacyRule(family, table, words[1], words[2..]))];
}
