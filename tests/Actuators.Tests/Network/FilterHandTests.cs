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
    private static readonly NetworkPolicy Policy = new()
    {
        CorrectForeign = true,
        Links = [new WantedLink("eth0", 1420, false), new WantedLink("wg0", 1340, true)],
        Addresses = [new WantedAddress("eth0", Cidr.Parse("fdaa::2/112")), new WantedAddress("wg0", Cidr.Parse("192.168.0.1/24"))],
        Tunnels = [new WantedTunnel("wg0", 51820)],
        Peers = [new WantedPeer("wg0", "key", "192.168.0.2/32", 25, "[fdaa::9]:51820")],
        Services = [new WantedService(8080, "wg0", "eth0")],
    };

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
        var step = Assert.Single(await hand.PlanAsync(new LetThrough(rule, "test"), cancel));
        Assert.IsType<Readiness.Ready>(await step.CheckAsync(cancel));
        await step.ApplyAsync(cancel);
        Assert.True(await step.VerifyAsync(cancel), string.Join('\n', session.Read().Rules.Select(r => r.Text)));
        var texts = session.Read().Rules.Select(r => r.Text).ToList();
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
