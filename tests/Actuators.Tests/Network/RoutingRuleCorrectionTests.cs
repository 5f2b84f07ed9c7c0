using System.Net;
using System.Net.Sockets;
using EventOps.Actuators.Network;
using EventOps.Actuators.Network.Reversals;
using EventOps.Lab;
using EventOps.Linux.Routing;
using EventOps.Model;

namespace EventOps.Actuators.Tests.Network;

public sealed class RoutingRuleCorrectionTests
{
    private static readonly PolicyRule Rich = new()
    {
        Family = AddressFamily.InterNetwork,
        Priority = 100,
        Table = 77,
        From = IPNetwork.Parse("10.9.0.0/24"),
        InputLink = "lo",
        OutputLink = "eth0",
        Mark = 0x51,
        MarkMask = 0xff,
        IsInverted = true,
        IPProtocol = 17,
        SourcePorts = new PortRange(51820, 51820),
        DestinationPorts = new PortRange(1, 1024),
        Users = new UserRange(0, 1000),
        TypeOfService = 16,
        SuppressedPrefixLength = 0,
        Protocol = RouteProtocol.Static,
    };

    [Fact]
    public async Task A_rule_is_known_by_all_that_it_asks_and_can_be_taken_back()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make network namespaces");
        var cancel = TestContext.Current.CancellationToken;
        await using var hosts = await TwoHosts.CreateAsync();

        // The kernel takes one that asks for less, and comes later, for the same.
        var others = new[] { Rich with { From = null }, Rich with { DestinationPorts = null }, Rich with { Users = null }, Rich with { TypeOfService = 8 } };
        foreach (var rule in others)
        {
            hosts.Routes.AddRule(rule);
        }

        hosts.Routes.AddRule(Rich);
        Assert.Equal(Rich, Rich.ToFact().ToPolicyRule() with { Protocol = Rich.Protocol });
        var before = Rules();
        Assert.Contains(Rich, before);
        Assert.DoesNotContain(before, r => r.IsPartlyRead);

        using var hand = new RoutingHand(hosts.Here, TimeProvider.System);
        var step = Assert.IsType<IReversibleStep>(Assert.Single(await hand.PlanAsync(new RemoveRoutingRule(Rich.ToFact(), "test"), cancel)), exactMatch: false);
        await CarryOutAndTakeBackAsync(step, hosts, () => Assert.Equal(others.ToHashSet(), Rules()));
        Assert.Equal(before, Rules());

        HashSet<PolicyRule> Rules() => [.. hosts.Routes.ReadRules().Where(r => r.Priority == 100)];
    }

    [Fact]
    public async Task A_missing_rule_is_added_and_can_be_taken_back()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make network namespaces");
        var cancel = TestContext.Current.CancellationToken;
        await using var hosts = await TwoHosts.CreateAsync();
        using var hand = new RoutingHand(hosts.Here, TimeProvider.System);
        RoutingRule[] wanted = [Rich.ToFact(), new(true, 200, "prohibit", 0, 0, 0, "from fdaa::/16")];
        foreach (var rule in wanted)
        {
            var step = Assert.IsType<IReversibleStep>(Assert.Single(await hand.PlanAsync(new AddRoutingRule(rule, "test"), cancel)), exactMatch: false);
            await CarryOutAndTakeBackAsync(step, hosts, () => Assert.Contains(rule, hosts.Routes.ReadRules().Select(r => r.ToFact())));
            Assert.DoesNotContain(rule, hosts.Routes.ReadRules().Select(r => r.ToFact()));
        }
    }

    private static async Task CarryOutAndTakeBackAsync(IReversibleStep step, TwoHosts hosts, Action isDone)
    {
        var cancel = TestContext.Current.CancellationToken;
        Assert.IsType<Readiness.Ready>(await step.CheckAsync(cancel));
        var reversal = await step.ReversalAsync(cancel);
        await step.ApplyAsync(cancel);
        Assert.True(await step.VerifyAsync(cancel));
        isDone();
        Assert.NotNull(reversal);
        Assert.Empty(await new ReversalHand(hosts.Here).TakeBackAsync([reversal], cancel));
    }
}
