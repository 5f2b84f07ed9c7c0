using System.Net.Sockets;
using EventOps.Actuators.Network;
using EventOps.Actuators.Network.Reversals;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Nftables;
using EventOps.Linux.Processes;
using EventOps.Model;

namespace EventOps.Actuators.Tests.Network;

/// <summary>The packet filter of a real namespace.</summary>
public sealed class FilterHandTests
{
    private static NetworkNamespace WithLoopback()
    {
        var network = NetworkNamespace.CreateUnnamed();
        using var routes = Linux.Routing.RouteSocket.Open(network);
        routes.SetLinkUp(routes.FindLink("lo")!.Index, true);
        return network;
    }

    private static readonly NetworkPolicy Policy = new()
    {
        CorrectForeign = true,
        Links = [new WantedLink("eth0", 1420, false), new WantedLink("wg0", 1340, true)],
        Addresses = [new WantedAddress("eth0", Cidr.Parse("fdaa::2/112")), new WantedAddress("wg0", Cidr.Parse("192.168.0.1/24"))],
        Tunnels = [new WantedTunnel("wg0", 51820)],
        Peers = [new WantedPeer("wg0", "key", "192.168.0.2/32", 25, "[fdaa::9]:51820")],
        Services = [new WantedService(8080, "wg0", "eth0"), Named],
    };

    private static WantedService Named => new(9090, "lo", "", OpenTo: "0.0.0.0/0, 10.0.0.0/8, 127.0.0.5/32, fdaa::/16, fdaa::7/128", ClosedTo: "10.1.0.0/16, 127.0.0.0/29, ::/0");

    private const string Ban = """
        add table inet ban
        add set inet ban banned { type ipv6_addr; flags timeout; timeout 1h; }
        add element inet ban banned { fdaa::1, fdaa::9 timeout 2h expires 30m }
        add chain inet ban input { type filter hook input priority -1; policy accept; }
        add rule inet ban input ip6 saddr @banned drop

        """;

    [Theory]
    [InlineData("ip", "INPUT", "input")]
    [InlineData("ip6", "INPUT", "input")]
    [InlineData("inet", "in", "input")]
    [InlineData("ip", "OUTPUT", "output")]
    [InlineData("ip6", "OUTPUT", "output")]
    public async Task What_must_pass_is_let_through_a_chain_that_drops(string family, string chain, string hook)
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make a network namespace");
        var cancel = TestContext.Current.CancellationToken;
        using var network = NetworkNamespace.CreateUnnamed();
        using var session = NftablesSession.Open(network);
        Assert.True(session.Apply($"add table {family} filter\nadd chain {family} filter {chain} {{ type filter hook {hook} priority 0; policy drop; }}").IsDone);
        using var hand = new FilterHand(Policy, network.Share());
        var rule = new FilterRule("nft", family, "filter", chain, 0, FilterRule.PolicyDrop, "the service", true);
        var step = Assert.Single(await hand.PlanAsync(new LetThrough(rule, "test"), cancel));
        Assert.IsType<Readiness.Ready>(await step.CheckAsync(cancel));
        await step.ApplyAsync(cancel);
        Assert.True(await step.VerifyAsync(cancel), string.Join('\n', session.Read().Rules.Select(r => r.Text)));
        Assert.IsType<Readiness.AlreadySo>(await step.CheckAsync(cancel));
    }

    [Theory]
    [InlineData("iptables-legacy", "ip", "INPUT", AddressFamily.InterNetwork)]
    [InlineData("iptables-legacy", "ip", "OUTPUT", AddressFamily.InterNetwork)]
    [InlineData("ip6tables-legacy", "ip6", "INPUT", AddressFamily.InterNetworkV6)]
    public async Task What_must_pass_is_let_through_a_legacy_chain_that_drops(string tool, string name, string chain, AddressFamily family)
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make a network namespace");
        var cancel = TestContext.Current.CancellationToken;
        using var network = NetworkNamespace.CreateUnnamed();
        Assert.True((await Command.RunAsync(network.Within(new CommandLine(tool, ["-P", chain, "DROP"])), cancel: cancel)).IsSuccess);
        using var hand = new FilterHand(Policy, network.Share());
        var rule = new FilterRule(tool, name, "filter", chain, 0, FilterRule.PolicyDrop, "the service", true);
        var step = Assert.IsType<IReversibleStep>(Assert.Single(await hand.PlanAsync(new LetThrough(rule, "test"), cancel)), exactMatch: false);
        Assert.IsType<Readiness.Ready>(await step.CheckAsync(cancel));
        var reversal = await step.ReversalAsync(cancel);
        await step.ApplyAsync(cancel);
        var listed = (await LegacyTables.ReadAsync(network, family, cancel)).Rules;
        Assert.NotEmpty(listed);
        Assert.True(await step.VerifyAsync(cancel), string.Join('\n', listed.Select(r => r.Text)));
        Assert.IsType<Readiness.AlreadySo>(await step.CheckAsync(cancel));
        Assert.Empty(await new ReversalHand(network.Share()).TakeBackAsync([reversal!], cancel));
        Assert.Empty((await LegacyTables.ReadAsync(network, family, cancel)).Rules);
    }

    [Theory]
    [InlineData("INPUT", true, false)]
    [InlineData("SITE", true, true)]
    public async Task What_must_pass_is_let_through_a_legacy_chain_whose_last_rule_rejects_all_else(string chain, bool isInputLet, bool isOutputLet)
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make a network namespace");
        var cancel = TestContext.Current.CancellationToken;
        using var network = NetworkNamespace.CreateUnnamed();
        foreach (var arguments in (string[][])[["-N", "SITE"], ["-A", "INPUT", "-j", "SITE"], ["-A", chain, "-j", "REJECT"]])
        {
            Assert.True((await Command.RunAsync(network.Within(new CommandLine("iptables-legacy", arguments)), cancel: cancel)).IsSuccess);
        }

        using var hand = new FilterHand(Policy, network.Share());
        var rule = new FilterRule("iptables-legacy", "ip", "filter", chain, 0, $"-A {chain} -j REJECT --reject-with icmp-port-unreachable", "the service", true) { IsDefault = true };
        var step = Assert.Single(await hand.PlanAsync(new LetThrough(rule, "test"), cancel));
        await step.ApplyAsync(cancel);
        Assert.True(await step.VerifyAsync(cancel));

        var listed = (await LegacyTables.ReadAsync(network, AddressFamily.InterNetwork, cancel)).Rules.Where(r => r.Chain == chain).Select(r => r.Text).ToList();
        Assert.Equal(rule.Text, listed[^1]);
        Assert.Equal((isInputLet, isOutputLet), (listed.Exists(r => r.Contains(" -i ", StringComparison.Ordinal)), listed.Exists(r => r.Contains(" -o ", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_service_is_closed_to_whom_the_settings_name_and_open_to_exceptions_of_them()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make a network namespace");
        var cancel = TestContext.Current.CancellationToken;
        using var network = WithLoopback();

        using var session = NftablesSession.Open(network);
        using var hand = new FilterHand(Policy, network.Share());
        var step = Assert.Single(await hand.PlanAsync(new SetOwnFilter("test"), cancel));
        Assert.IsType<Readiness.Ready>(await step.CheckAsync(cancel));
        await step.ApplyAsync(cancel);
        Assert.True(await step.VerifyAsync(cancel), string.Join('\n', session.Read().Rules.Select(r => r.Text)));
        Assert.Equal(OwnTable.RulesOf(Policy), session.Read().Rules.Select(r => r.Text));

        using var service = network.Run(() =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Any, 9090));
            socket.Listen();
            return socket;
        });
        Assert.False(IsReached("127.0.0.2"));
        Assert.True(IsReached("127.0.0.5"));
        Assert.True(IsReached("127.0.0.9"));

        bool IsReached(string from) => network.Run(() =>
        {
            using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            client.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Parse(from), 0));
            try
            {
                client.Connect("127.0.0.1", 9090);
                return true;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionRefused)
            {
                return false;
            }
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_rule_that_was_removed_is_put_back_in_its_place_and_what_others_added_stays(int index)
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make a network namespace");
        var cancel = TestContext.Current.CancellationToken;
        using var network = NetworkNamespace.CreateUnnamed();
        using var session = NftablesSession.Open(network);
        foreach (var port in (string[])["1", "2", "3"])
        {
            Assert.True((await Command.RunAsync(network.Within(new CommandLine("iptables-nft", ["-A", "INPUT", "-p", "tcp", "--dport", port, "-m", "string", "--algo", "bm", "--string", "x", "-j", "ACCEPT"])), cancel: cancel)).IsSuccess);
            Assert.True(session.Apply($"add rule ip filter INPUT tcp dport {port} counter drop").IsDone);
        }

        var drops = Drops();
        using var hand = new FilterHand(Policy, network.Share());
        var rule = new FilterRule("nft", "ip", "filter", "INPUT", drops[index].Handle, drops[index].Text, "the service", true);
        var step = Assert.IsType<IReversibleStep>(Assert.Single(await hand.PlanAsync(new RemoveFilterRule(rule, "test"), cancel)), exactMatch: false);
        var before = session.Read().Rules.Select(r => r.Text).ToList();
        var reversal = await step.ReversalAsync(cancel);
        await step.ApplyAsync(cancel);
        Assert.Equal(2, Drops().Count);
        Assert.True(session.Apply("insert rule ip filter INPUT tcp dport 9 accept").IsDone);
        Assert.Empty(await new ReversalHand(network.Share()).TakeBackAsync([reversal!], cancel));
        Assert.Equal(["tcp dport 9 accept", .. before], session.Read().Rules.Select(r => r.Text));

        List<NftRule> Drops() => [.. session.Read().Rules.Where(r => r.Text.EndsWith("drop", StringComparison.Ordinal))];
    }

    [Fact]
    public async Task A_rule_whose_neighbour_is_gone_is_put_back_too()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make a network namespace");
        var cancel = TestContext.Current.CancellationToken;
        using var network = NetworkNamespace.CreateUnnamed();
        using var session = NftablesSession.Open(network);
        Assert.True(session.Apply("add table ip t\nadd chain ip t c\nadd rule ip t c tcp dport 1 drop\nadd rule ip t c tcp dport 2 drop").IsDone);
        var (first, second) = (session.Read().Rules[0], session.Read().Rules[1]);
        using var hand = new FilterHand(Policy, network.Share());
        var rule = new FilterRule("nft", "ip", "t", "c", second.Handle, second.Text, "the service", true);
        var step = Assert.IsType<IReversibleStep>(Assert.Single(await hand.PlanAsync(new RemoveFilterRule(rule, "test"), cancel)), exactMatch: false);
        var reversal = await step.ReversalAsync(cancel);
        await step.ApplyAsync(cancel);
        Assert.True(session.Apply($"delete rule ip t c handle {first.Handle}").IsDone);
        Assert.Empty(await new ReversalHand(network.Share()).TakeBackAsync([reversal!], cancel));
        Assert.Equal([second.Text], session.Read().Rules.Select(r => r.Text));
    }

    [Fact]
    public async Task What_a_removed_redirection_began_is_forgotten()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make a network namespace");
        var cancel = TestContext.Current.CancellationToken;
        using var network = WithLoopback();

        using var session = NftablesSession.Open(network);
        var applied = session.Apply("add table ip t\nadd chain ip t c { type nat hook output priority -100; }\nadd rule ip t c udp dport 51820 redirect to :9");
        Assert.True(applied.IsDone, applied.Error);
        using var tunnel = Bound(51820);
        using var other = Bound(9);
        using var sender = Bound(51821);
        Assert.Equal((0, 1), Arrived());

        using var hand = new FilterHand(Policy, network.Share());
        var redirect = Assert.Single(session.Read().Rules);
        var rule = new FilterRule("nft", "ip", "t", "c", redirect.Handle, redirect.Text, "the tunnel's own packets", true);
        var step = Assert.Single(await hand.PlanAsync(new RemoveFilterRule(rule, "test"), cancel));
        await step.ApplyAsync(cancel);
        Assert.Equal((1, 0), Arrived());

        Socket Bound(int port) => network.Run(() =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, port));
            return socket;
        });

        (int Tunnel, int Other) Arrived()
        {
            sender.SendTo([1], new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 51820));
            return (Taken(tunnel), Taken(other));
        }

        static int Taken(Socket socket) => socket.Poll(TimeSpan.FromMilliseconds(200), SelectMode.SelectRead) ? socket.Receive(new byte[8]) : 0;
    }

    [Fact]
    public async Task A_legacy_rule_that_stands_there_twice_is_removed_and_put_back_twice()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make a network namespace");
        var cancel = TestContext.Current.CancellationToken;
        using var network = NetworkNamespace.CreateUnnamed();
        var drop = new LegacyRule(AddressFamily.InterNetworkV6, "filter", "INPUT", ["-p", "udp", "-m", "udp", "--dport", "51820", "-j", "DROP"]);
        var other = drop with { Arguments = ["-p", "tcp", "-j", "DROP"] };
        foreach (var added in (LegacyRule[])[drop, other, drop])
        {
            Assert.True((await Command.RunAsync(network.Within(new CommandLine("ip6tables-legacy", ["-A", added.Chain, .. added.Arguments])), cancel: cancel)).IsSuccess);
        }

        using var hand = new FilterHand(Policy, network.Share());
        var rule = new FilterRule("ip6tables-legacy", "ip6", "filter", "INPUT", 0, drop.Text, "the tunnel's own packets", true);
        var step = Assert.IsAssignableFrom<IReversibleStep>(Assert.Single(await hand.PlanAsync(new RemoveFilterRule(rule, "test"), cancel)));
        var reversal = await step.ReversalAsync(cancel);
        await step.ApplyAsync(cancel);
        Assert.True(await step.VerifyAsync(cancel));
        Assert.Equal([other.Text], await TextsAsync());
        Assert.Empty(await new ReversalHand(network.Share()).TakeBackAsync([reversal!], cancel));
        Assert.Equal([drop.Text, drop.Text, other.Text], await TextsAsync());

        async Task<IEnumerable<string>> TextsAsync() => (await LegacyTables.ReadAsync(network, AddressFamily.InterNetworkV6, cancel)).Rules.Select(r => r.Text);
    }

    [Fact]
    public async Task What_a_set_drops_is_let_through_ahead_of_it()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make a network namespace");
        var cancel = TestContext.Current.CancellationToken;
        using var network = NetworkNamespace.CreateUnnamed();
        using var session = NftablesSession.Open(network);
        Assert.True(session.Apply(Ban + "add rule inet ban input iifname \"eth0\" udp sport 51820 udp dport 51820 accept\n").IsDone);
        var rule = BanRule(session, null);
        using var hand = new FilterHand(Policy, network.Share());
        var step = Assert.IsType<IReversibleStep>(Assert.Single(await hand.PlanAsync(new LetThrough(rule, "test"), cancel)), exactMatch: false);
        Assert.IsType<Readiness.Ready>(await step.CheckAsync(cancel));
        var (before, reversal) = (session.Read().Rules, await step.ReversalAsync(cancel));
        await step.ApplyAsync(cancel);
        Assert.True(await step.VerifyAsync(cancel), string.Join('\n', session.Read().Rules.Select(r => r.Text)));
        var texts = session.Read().Rules.Select(r => r.Text).ToList();
        Assert.Empty(await new ReversalHand(network.Share()).TakeBackAsync([reversal!], cancel));
        Assert.Equal(before, session.Read().Rules);
        Assert.InRange(texts.IndexOf("iifname \"eth0\" udp sport 51820 udp dport 51820 accept"), 0, texts.IndexOf(rule.Text) - 1);
    }

    [Fact]
    public async Task An_element_of_a_set_is_removed_and_can_be_put_back_with_the_rest_of_its_time()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make a network namespace");
        var cancel = TestContext.Current.CancellationToken;
        using var network = NetworkNamespace.CreateUnnamed();
        using var session = NftablesSession.Open(network);
        Assert.True(session.Apply(Ban).IsDone);
        var rule = BanRule(session, "fdaa::9");
        using var hand = new FilterHand(Policy, network.Share());
        var step = Assert.IsType<IReversibleStep>(Assert.Single(await hand.PlanAsync(new RemoveSetElement(rule, "test"), cancel)), exactMatch: false);
        Assert.IsType<Readiness.Ready>(await step.CheckAsync(cancel));
        var reversal = Assert.IsType<FilterReversal>(await step.ReversalAsync(cancel));
        await step.ApplyAsync(cancel);
        Assert.True(await step.VerifyAsync(cancel));
        Assert.Equal(["fdaa::1"], Banned(session).Select(e => e.Value));
        Assert.Contains(session.Read().Rules, r => r.Handle == rule.Handle);

        Assert.True(session.Apply(reversal.Commands).IsDone);
        var back = Assert.Single(Banned(session), e => e.Value == "fdaa::9");
        Assert.Equal(7200, back.Timeout);
        Assert.InRange(back.Expires, 1, 1800);
    }

    [Fact]
    public async Task What_is_no_address_and_no_port_is_never_said_to_nft()
    {
        using var hand = new FilterHand(Policy, NetworkNamespace.Own);
        var rule = new FilterRule("nft", "inet", "ban", "input", 3, "drop", "the tunnel", true, "banned", "fdaa::9 }; flush ruleset; add element inet ban banned { fdaa::8");
        await Assert.ThrowsAsync<PlanException>(async () => await hand.PlanAsync(new RemoveSetElement(rule, "test"), TestContext.Current.CancellationToken));
    }

    private static FilterRule BanRule(NftablesSession session, string? element)
    {
        var rule = session.Read().Rules.Single(r => r.Text.Contains('@', StringComparison.Ordinal));
        return new FilterRule("nft", "inet", "ban", "input", rule.Handle, rule.Text, "the tunnel", true, "banned", element);
    }

    private static IReadOnlyList<NftElement> Banned(NftablesSession session) => Assert.Single(session.Read().Sets).Read()!;
}
