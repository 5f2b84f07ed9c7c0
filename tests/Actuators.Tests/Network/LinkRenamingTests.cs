using EventOps.Actuators.Network;
using EventOps.Lab;
using EventOps.Model;

namespace EventOps.Actuators.Tests.Network;

/// <summary>A real link that gets its name back.</summary>
public sealed class LinkRenamingTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_link_gets_its_name_back_and_is_as_up_as_before(bool isUp)
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make network namespaces");
        var cancel = TestContext.Current.CancellationToken;
        await using var hosts = await TwoHosts.CreateAsync();
        hosts.Routes.SetLinkUp(hosts.Link, isUp);
        using var hand = new RoutingHand(hosts.Here, TimeProvider.System);
        var step = Assert.Single(await hand.PlanAsync(new RenameLink("wg0", hosts.Link, "eth0", "test"), cancel));
        Assert.IsType<Readiness.Ready>(await step.CheckAsync(cancel));
        await step.ApplyAsync(cancel);
        Assert.True(await step.VerifyAsync(cancel));
        Assert.IsType<Readiness.AlreadySo>(await step.CheckAsync(cancel));
        Assert.Equal((hosts.Link, isUp), (hosts.Routes.FindLink("wg0")!.Index, hosts.Routes.FindLink("wg0")!.IsUp));
    }

    [Theory]
    [InlineData("lo", "eth0", "there is another lo by now")]
    [InlineData("wg0", "wgx", "wgx is gone, or called something else")]
    public async Task Another_link_of_that_name_or_a_further_renaming_is_in_the_way(string name, string from, string reason)
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make network namespaces");
        var cancel = TestContext.Current.CancellationToken;
        await using var hosts = await TwoHosts.CreateAsync();
        using var hand = new RoutingHand(hosts.Here, TimeProvider.System);
        var step = Assert.Single(await hand.PlanAsync(new RenameLink(name, hosts.Link, from, "test"), cancel));
        Assert.Equal(reason, Assert.IsType<Readiness.Refused>(await step.CheckAsync(cancel)).Obstacle.What);
    }
}
