using EventOps.Actuators.Network;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Nftables;
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
}
