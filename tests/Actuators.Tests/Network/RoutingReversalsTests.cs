using System.Net;
using EventOps.Actuators.Network.Reversals;
using EventOps.Lab;
using EventOps.Linux.Routing;

namespace EventOps.Actuators.Tests.Network;

/// <summary>What is written down of a route brings back that route, of whatever kind.</summary>
public sealed class RoutingReversalsTests
{
    [Fact]
    public async Task A_route_of_several_ways_is_brought_back_as_it_was()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make network namespaces");
        await using var hosts = await TwoHosts.CreateAsync();
        var route = hosts.To("10.8.0.0/16") with
        {
            OutputLink = 0,
            Gateway = null,
            NextHops = [new NextHop(hosts.Link, IPAddress.Parse("10.9.0.2"), 1), new NextHop(hosts.Link, IPAddress.Parse("10.9.0.3"), 3)],
        };
        hosts.Routes.AddRoute(route);
        var read = Assert.Single(hosts.Routes.ReadRoutes(route.Destination, RouteTable.Main));
        var reversal = RoutingReversals.Of(read, hosts.Routes, isAdded: true);
        Assert.NotNull(reversal);
        hosts.Routes.RemoveRoute(read);

        Assert.Empty(await new ReversalHand(hosts.Here).TakeBackAsync([reversal], TestContext.Current.CancellationToken));
        Assert.Equal(read, Assert.Single(hosts.Routes.ReadRoutes(route.Destination, RouteTable.Main)));
    }
}
