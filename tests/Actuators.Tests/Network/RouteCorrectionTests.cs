using System.Net;
using EventOps.Actuators.Network;
using EventOps.Actuators.Network.Reversals;
using EventOps.Lab;
using EventOps.Linux.Routing;
using EventOps.Model;

namespace EventOps.Actuators.Tests.Network;

public sealed class RouteCorrectionTests
{
    /// <summary>As an address of eth0 brings it.</summary>
    private static readonly WantedRoute Subnet = new(Cidr.Parse("10.9.0.0/24"), "eth0", null, "10.9.0.1", Comes: Cidr.Parse("10.9.0.1/24"));

    [Fact]
    public async Task A_subnets_route_with_a_foreign_source_gets_its_own_and_can_be_taken_back()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make network namespaces");
        var cancel = TestContext.Current.CancellationToken;
        await using var hosts = await TwoHosts.CreateAsync();
        var own = Assert.Single(hosts.Routes.ReadRoutes(IPNetwork.Parse("10.9.0.0/24"), RouteTable.Main));
        hosts.Routes.AddAddress(new InterfaceAddress { Link = hosts.Link, Address = IPAddress.Parse("172.20.0.1"), PrefixLength = 30 });
        var wrong = own with { PreferredSource = IPAddress.Parse("172.20.0.1") };
        hosts.Routes.ReplaceRoute(wrong);
        using var hand = new RoutingHand(hosts.Here, TimeProvider.System);
        var step = Assert.IsType<IReversibleStep>(Assert.Single(await hand.PlanAsync(new AddRoute(Subnet, "test"), cancel)), exactMatch: false);
        Assert.IsType<Readiness.Ready>(await step.CheckAsync(cancel));
        var reversal = await step.ReversalAsync(cancel);
        await step.ApplyAsync(cancel);
        Assert.True(await step.VerifyAsync(cancel));
        Assert.Equal(own, Assert.Single(hosts.Routes.ReadRoutes(own.Destination, RouteTable.Main)));

        Assert.NotNull(reversal);
        Assert.Empty(await new ReversalHand(hosts.Here).TakeBackAsync([reversal], cancel));
        Assert.Equal(wrong, Assert.Single(hosts.Routes.ReadRoutes(own.Destination, RouteTable.Main)));
    }
}
