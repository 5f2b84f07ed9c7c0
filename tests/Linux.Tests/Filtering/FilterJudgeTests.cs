using EventOps.Linux.Filtering;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Nftables;
using EventOps.Model;

namespace EventOps.Linux.Tests.Filtering;

/// <summary>Rules as they are written, loaded into a namespace and listed again, and what is said of them: by a comment "sure", "maybe" or "no" on each rule that can stop something.</summary>
public sealed class FilterJudgeTests
{
    private const string Peer = "fdaa::9";

    private static readonly WantedFlow[] Flows =
    [
        new("the tunnel's own packets", true, "eth0", "udp", 51820, 51820, 6, Source: Peer),
        new("the service", true, "wg0", "tcp", 8080, 0, 0),
        new("the service", false, "wg0", "tcp", 0, 8080, 0) { IsNew = false },
        new("the probe", false, "wg0", "tcp", 8080, 0, 4, Destination: "192.168.0.1"),
    ];

    /// <summary>The body of table inet x; "in" and "out" are base chains, "side" is jumped to.</summary>
    public static TheoryData<string> Rules =>
    [
        // What comes before it takes the packets, or may.
        "chain in { tcp dport 8080 drop comment \"sure\"; }",
        "chain in { iifname \"wg0\" return; tcp dport 8080 drop comment \"no\"; }",
        "chain in { iifname \"wg1\" return; tcp dport 8080 drop comment \"sure\"; }",
        "chain in { ip saddr 10.0.0.1 return; tcp dport 8080 drop comment \"maybe\"; }",
        "chain in { iifname \"wg0\" accept; tcp dport 8080 drop comment \"no\"; }",
        "chain in { ct state established,related accept; tcp dport 8080 drop comment \"sure\"; }",
        "chain in { ip saddr 10.0.0.1 accept; tcp dport 8080 drop comment \"maybe\"; }",
        "chain in { tcp dport 8080 drop comment \"sure\"; iifname \"wg0\" drop comment \"sure\"; }",

        // A rate.
        "chain in { tcp dport 8080 limit rate over 100/second drop comment \"maybe\"; }",
        "chain in { tcp dport 8080 limit rate 100/second accept; tcp dport 8080 drop comment \"maybe\"; }",
        "chain in { tcp dport 9090 limit rate over 100/second drop comment \"no\"; }",

        // Other chains.
        "chain side { tcp dport 8080 drop comment \"sure\"; } chain in { jump side; }",
        "chain side { tcp dport 8080 drop comment \"sure\"; } chain in { goto side; }",
        "chain side { tcp dport 8080 drop comment \"maybe\"; } chain in { ip saddr 10.0.0.1 jump side; }",
        "chain side { } chain in { goto side; tcp dport 8080 drop comment \"no\"; }",
        "chain side { } chain in { iifname \"wg0\" goto side; tcp dport 8080 drop comment \"no\"; }",
        "chain side { } chain in { ip saddr 10.0.0.1 goto side; tcp dport 8080 drop comment \"maybe\"; }",
        "chain side { } chain in { iifname \"eth0\" goto side; tcp dport 8080 drop comment \"sure\"; }",
        "chain side { return; } chain in { jump side; tcp dport 8080 drop comment \"sure\"; }",
        "chain side { accept; } chain in { jump side; tcp dport 8080 drop comment \"no\"; }",
        "chain side { iifname \"wg0\" return; accept; } chain in { jump side; tcp dport 8080 drop comment \"sure\"; }",
        "chain side { ip saddr 10.0.0.1 return; accept; } chain in { jump side; tcp dport 8080 drop comment \"maybe\"; }",

        // Maps of verdicts: others need the rule too, so what must pass is let through ahead of it.
        "chain in { ct state vmap { established : accept, invalid : drop } comment \"no\"; tcp dport 8080 drop comment \"sure\"; }",
        "chain in { tcp dport vmap { 22 : accept, 8080 : drop } comment \"sure\"; }",
        "chain in { tcp dport vmap { 22 : drop, 8080 : accept } comment \"no\"; iifname \"wg0\" drop comment \"no\"; }",
        "chain in { ip saddr . tcp dport vmap { 10.0.0.1 . 8080 : drop } comment \"maybe\"; }",
        "chain in { ip saddr . tcp dport vmap { 10.0.0.1 . 8080 : accept } comment \"no\"; tcp dport 8080 drop comment \"maybe\"; }",
        "map m { type inet_service : verdict; elements = { 8000-8100 : drop }; flags interval; } chain in { tcp dport vmap @m comment \"sure\"; }",
        "map m { type inet_service : verdict; elements = { 22 : drop }; } chain in { tcp dport vmap @m comment \"no\"; }",
        "chain side { tcp dport 8080 drop comment \"sure\"; } chain in { iifname vmap { \"lo\" : accept, \"wg0\" : jump side } comment \"no\"; }",

        // What is translated is what a connection begins with, whoever makes it.
        "chain dstnat { tcp dport 8080 redirect to :9 comment \"sure\"; }",
        "chain natout { ip daddr 192.168.0.1 tcp dport 8080 dnat ip to 192.168.0.1:9 comment \"sure\"; }",
        "chain natout { ip daddr 192.168.0.7 tcp dport 8080 dnat ip to 192.168.0.1:9 comment \"no\"; }",
        "chain out { tcp sport 8080 tcp dport != 8080 ct state new drop comment \"no\"; }",

        // The states of connections and the families.
        "chain in { ct state { new, untracked } drop comment \"sure\"; }",
        "chain in { ct state invalid drop comment \"no\"; }",
        "chain raw { tcp sport 8080 notrack; } chain in { ct state invalid drop comment \"sure\"; }",
        "chain raw { tcp sport 9090 tcp dport 9090 notrack; } chain in { ct state invalid drop comment \"no\"; }",
        "chain raw { udp sport 51820 notrack; } chain in { ct state invalid drop comment \"no\"; }",
        "chain out { ip6 daddr ::/0 tcp sport != 8080 tcp dport 8080 drop comment \"no\"; }",
        "chain in { meta nfproto ipv4 udp dport 51820 drop comment \"no\"; }",

        // What is asked of packets of another kind, these do not answer: not even the opposite of it.
        "chain in { tcp dport != 8080 drop comment \"no\"; }",
        "chain in { tcp dport != { 22, 8080 } drop comment \"no\"; }",
        "chain in { udp dport != 51820 drop comment \"no\"; }",
        "chain in { ip saddr != 10.0.0.1 udp dport 51820 drop comment \"no\"; }",
        "chain in { icmp type != echo-request drop comment \"no\"; }",

        // Ranges of addresses.
        "chain in { ip6 saddr fdaa::1-fdaa::9 udp dport 51820 drop comment \"sure\"; }",
        "chain in { ip6 saddr fdaa::1-fdaa::8 udp dport 51820 drop comment \"no\"; }",
    ];

    /// <summary>The same of a service that is open to 10.0.0.0/8 and fdaa::/16, but for 10.0.0.66 and fdaa::66.</summary>
    public static TheoryData<string> RulesForSources =>
    [
        "chain in { tcp dport 8080 drop comment \"sure\"; }",
        "chain in { ip saddr 10.1.0.0/16 tcp dport 8080 drop comment \"sure\"; }",
        "chain in { ip saddr 10.1.2.3 tcp dport 8080 drop comment \"sure\"; }",
        "chain in { ip saddr 10.1.0.5-10.1.0.9 tcp dport 8080 drop comment \"sure\"; }",
        "chain in { ip saddr 0.0.0.0/0 tcp dport 8080 drop comment \"sure\"; }",
        "chain in { ip6 saddr fdaa:1::/32 tcp dport 8080 drop comment \"sure\"; }",
        "chain in { ip saddr { 10.1.2.3, 192.168.0.1 } tcp dport 8080 drop comment \"sure\"; }",
        "chain out { ip daddr 10.1.0.0/16 tcp sport 8080 drop comment \"sure\"; ip daddr 11.0.0.0/8 tcp sport 8080 drop comment \"no\"; }",
        "chain in { ip saddr 10.0.0.0/8 meta mark 1 tcp dport 8080 drop comment \"maybe\"; }",

        // Others, and whom the settings leave out.
        "chain in { ip saddr 192.168.0.0/16 tcp dport 8080 drop comment \"no\"; }",
        "chain in { ip6 saddr fdbb::/16 tcp dport 8080 drop comment \"no\"; }",
        "chain in { ip saddr != 10.0.0.0/8 tcp dport 8080 drop comment \"no\"; }",
        "chain in { ip saddr != 10.1.0.0/16 tcp dport 8080 drop comment \"sure\"; }",
        "chain in { ip saddr 10.0.0.66 tcp dport 8080 drop comment \"no\"; }",
        "chain in { ip6 saddr fdaa::66 tcp dport 8080 drop comment \"no\"; }",
        "chain in { ip saddr 10.0.0.64/30 tcp dport 8080 drop comment \"sure\"; }",
        "set banned { type ipv4_addr; elements = { 10.0.0.66, 192.168.0.1 }; } chain in { ip saddr @banned drop comment \"no\"; }",

        // Some were taken before.
        "chain in { ip saddr 10.1.0.0/16 return; ip saddr 10.1.2.0/24 drop comment \"no\"; ip saddr 10.0.0.0/8 drop comment \"sure\"; }",
        "chain in { ip saddr 10.0.0.0/9 accept; ip saddr 10.128.0.0/9 accept; ip saddr 10.3.0.0/16 drop comment \"no\"; }",
        "chain in { ip saddr 10.0.0.0/9 accept; ip6 saddr fdaa::/16 accept; tcp dport 8080 drop comment \"sure\"; }",
        "chain in { ip saddr 10.0.0.0/8 accept; ip6 saddr fdaa::/16 accept; tcp dport 8080 drop comment \"no\"; }",
        "chain side { ip saddr 10.2.0.0/16 drop comment \"no\"; } chain in { ip saddr 10.1.0.0/16 jump side; }",
        "chain side { ip saddr 10.1.2.0/24 drop comment \"sure\"; } chain in { ip saddr 10.1.0.0/16 jump side; }",
        "chain side { accept; } chain in { ip saddr 10.1.0.0/16 goto side; ip saddr 10.1.2.0/24 drop comment \"no\"; ip saddr 10.2.0.0/16 drop comment \"sure\"; }",
    ];

    [Theory]
    [MemberData(nameof(Rules))]
    public void What_is_said_of_a_rule_is_so(string rules)
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make a network namespace");
        using var network = NetworkNamespace.CreateUnnamed();
        using var session = NftablesSession.Open(network);
        var (wanted, found) = Judge(session, TableOf(rules), Flows);
        Assert.Equal(wanted, found.Select(f => (f.Handle, f.IsSure)).Order());
        Assert.All(found.Where(f => f.IsSure), f => Assert.Equal(f.Text.Contains("vmap", StringComparison.Ordinal) || f.Text.Contains("invalid", StringComparison.Ordinal), f.Set is not null));
    }

    [Theory]
    [MemberData(nameof(RulesForSources))]
    public void What_stops_some_of_those_who_must_get_through_is_in_the_way(string rules)
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make a network namespace");
        using var network = NetworkNamespace.CreateUnnamed();
        using var session = NftablesSession.Open(network);
        var (wanted, found) = Judge(session, TableOf(rules), Service("10.0.0.0/8, fdaa::/16", "10.0.0.66/32, fdaa::66/128"));
        Assert.Equal(wanted, found.Select(f => (f.Handle, f.IsSure)).Order());
    }

    [Theory]
    [InlineData("chain in { ip saddr 10.0.0.66 tcp dport 8080 drop comment \"no\"; }")]
    [InlineData("chain in { ip6 saddr fdaa::66 tcp dport 8080 drop comment \"no\"; }")]
    [InlineData("chain in { ip saddr 10.0.0.64/29 tcp dport 8080 drop comment \"maybe\"; }")]
    [InlineData("chain in { ip saddr != 10.0.0.66 tcp dport 8080 drop comment \"maybe\"; }")]
    public void Who_is_closed_out_of_a_service_that_is_open_to_anybody_may_be_stopped(string rules)
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make a network namespace");
        using var network = NetworkNamespace.CreateUnnamed();
        using var session = NftablesSession.Open(network);
        var (wanted, found) = Judge(session, TableOf(rules), Service("", "10.0.0.66/32, fdaa::66/128"));
        Assert.Equal(wanted, found.Select(f => (f.Handle, f.IsSure)).Order());
    }

    [Theory]
    [InlineData("chain in { ct state established accept; tcp dport 22 accept; reject with icmpx admin-prohibited comment \"sure\"; }", true)]
    [InlineData("chain in { counter drop comment \"sure\"; }", true)]
    [InlineData("chain in { tcp dport 22 accept; iifname \"wg0\" drop comment \"sure\"; }", true)]
    [InlineData("chain side { tcp dport 22 accept; drop comment \"sure\"; } chain in { jump side; }", true)]
    [InlineData("chain in { drop comment \"sure\"; tcp dport 22 accept; }", false)]
    [InlineData("chain in { iifname \"wg0\" drop comment \"sure\"; }", false)]
    [InlineData("chain in { tcp dport 22 accept; tcp dport 8080 drop comment \"sure\"; }", false)]
    public void A_last_rule_that_takes_all_else_stands_for_a_policy(string rules, bool isDefault)
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make a network namespace");
        using var network = NetworkNamespace.CreateUnnamed();
        using var session = NftablesSession.Open(network);
        var (wanted, found) = Judge(session, TableOf(rules), Flows);
        Assert.Equal(wanted, found.Select(f => (f.Handle, f.IsSure)));
        Assert.Equal(isDefault, Assert.Single(found).IsDefault);
    }

    private static string TableOf(string rules)
    {
        var body = rules
            .Replace("chain in {", "chain in { type filter hook input priority 0; policy accept;", StringComparison.Ordinal)
            .Replace("chain out {", "chain out { type filter hook output priority 0; policy accept;", StringComparison.Ordinal)
            .Replace("chain raw {", "chain raw { type filter hook output priority -300; policy accept;", StringComparison.Ordinal)
            .Replace("chain dstnat {", "chain dstnat { type nat hook prerouting priority -100; policy accept;", StringComparison.Ordinal)
            .Replace("chain natout {", "chain natout { type nat hook output priority -100; policy accept;", StringComparison.Ordinal)
            .Replace("} chain ", "}\nchain ", StringComparison.Ordinal);
        return $"table inet x {{\n{body}\n}}\n";
    }

    private static IReadOnlyList<WantedFlow> Service(string openTo, string closedTo) =>
        NetworkPlan.FlowsOf(new NetworkPolicy { Services = [new WantedService(8080, "wg0", "", OpenTo: openTo, ClosedTo: closedTo)] });

    [Theory]
    [InlineData("device \"wg0\"", "sure")]
    [InlineData("device \"lo\"", "no")]
    [InlineData("devices = { lo, wg0 }", "sure")]
    public void A_chain_of_another_link_stops_nothing(string device, string verdict)
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make a network namespace");
        using var network = NetworkNamespace.CreateUnnamed();
        using var session = NftablesSession.Open(network);
        using (var routes = Linux.Routing.RouteSocket.Open(network))
        {
            routes.CreateVethPair("wg0", "wg1");
        }

        var (wanted, found) = Judge(session, $"table netdev x {{\n chain in {{\n type filter hook ingress {device} priority 0\n tcp dport 8080 drop comment \"{verdict}\"\n }}\n}}\n", Flows);
        Assert.Equal(wanted, found.Select(f => (f.Handle, f.IsSure)));
    }

    [Theory]
    [InlineData("tcp dport 22 accept", true)]
    [InlineData("iifname \"wg0\" return", true)]
    [InlineData("tcp dport 8080 limit rate 5/second accept", true)]
    [InlineData("tcp dport 8080 accept; udp dport 51820 accept", false)]
    public void A_policy_is_in_the_way_of_what_nothing_surely_accepts(string rules, bool isInTheWay) => AssertPolicy(rules, isInTheWay, Flows);

    [Theory]
    [InlineData("ip saddr 10.0.0.0/8 tcp dport 8080 accept", true)]
    [InlineData("ip saddr 10.0.0.0/9 accept; ip6 saddr fdaa::/16 accept", true)]
    [InlineData("ip saddr 10.0.0.0/9 accept; ip saddr 10.128.0.0/9 accept; ip6 saddr fdaa::/16 accept", false)]
    [InlineData("ip saddr 0.0.0.0/0 tcp dport 8080 accept; ip6 saddr fdaa::/16 accept", false)]
    [InlineData("ip saddr 10.0.0.66 drop; tcp dport 8080 accept", false)]
    public void A_policy_is_in_the_way_of_sources_that_nothing_accepts(string rules, bool isInTheWay) =>
        AssertPolicy(rules, isInTheWay, [.. Service("10.0.0.0/8, fdaa::/16", "10.0.0.66/32").Where(f => f.IsInput)]);

    private static void AssertPolicy(string rules, bool isInTheWay, IReadOnlyList<WantedFlow> flows)
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make a network namespace");
        using var network = NetworkNamespace.CreateUnnamed();
        using var session = NftablesSession.Open(network);
        var applied = session.Apply($"table inet x {{\n chain in {{\n type filter hook input priority 0; policy drop;\n {rules.Replace("; ", "\n", StringComparison.Ordinal)}\n }}\n}}\n");
        Assert.True(applied.IsDone, applied.Error);
        Assert.Equal(isInTheWay, FilterJudge.PoliciesInTheWay(FilterView.Of(session.Read()), flows).Any());
    }

    private static (IEnumerable<(ulong, bool)> Wanted, List<FilterRule> Found) Judge(NftablesSession session, string commands, IReadOnlyList<WantedFlow> flows)
    {
        var applied = session.Apply(commands);
        Assert.True(applied.IsDone, applied.Error);
        var read = session.Read();
        return (read.Rules.Where(r => r.Comment is "sure" or "maybe").Select(r => (r.Handle, r.Comment == "sure")).Order(),
            [.. FilterJudge.StandingInTheWay(FilterView.Of(read), flows)]);
    }
}
