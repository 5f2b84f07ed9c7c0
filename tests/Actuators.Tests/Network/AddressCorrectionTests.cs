using EventOps.Actuators.Network;
using EventOps.Lab;
using EventOps.Linux.Routing;
using EventOps.Linux.Sysctls;
using EventOps.Model;

namespace EventOps.Actuators.Tests.Network;

/// <summary>Addresses of a real link, with duplicate detection as the kernel has it by default.</summary>
public sealed class AddressCorrectionTests
{
    [Theory]
    [InlineData("fdbb::2/64")]
    [InlineData("192.168.0.2/24")]
    public async Task A_missing_address_is_there_once_the_kernel_sends_from_it(string address)
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make network namespaces");
        await using var hosts = await TwoHosts.CreateAsync();
        await CorrectAsync(hosts, new AddAddress("eth0", Cidr.Parse(address), "test"));

        Assert.True(Assert.Single(Standing(hosts, address)).IsUsable);
    }

    /// <summary>IPv6 has an address once on a link, IPv4 with each length.</summary>
    [Theory]
    [InlineData("fdbb::2/64", 126, new[] { 64 })]
    [InlineData("192.168.0.2/24", 30, new[] { 24, 30 })]
    public async Task One_that_stands_there_with_another_length_makes_way_where_both_cannot_be(string address, int other, int[] after)
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make network namespaces");
        await using var hosts = await TwoHosts.CreateAsync();
        hosts.Routes.AddAddress(new InterfaceAddress { Link = hosts.Link, Address = Cidr.Parse(address).Address, PrefixLength = other });
        await CorrectAsync(hosts, new AddAddress("eth0", Cidr.Parse(address), "test"));

        Assert.Equal(after, Standing(hosts, address).Select(a => a.PrefixLength).Order());
    }

    [Fact]
    public async Task Where_the_link_is_gone_there_is_nothing_to_do_and_nothing_has_failed()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make network namespaces");
        var cancel = TestContext.Current.CancellationToken;
        await using var hosts = await TwoHosts.CreateAsync();
        using var hand = new RoutingHand(hosts.Here, TimeProvider.System);
        foreach (var intent in (Intent[])[new AddAddress("wg0", Cidr.Parse("fdbb::2/64"), "test"), new AddRoute(new WantedRoute(Cidr.Parse("fdbb::/64"), "wg0"), "test")])
        {
            Assert.IsType<Readiness.AlreadySo>(await Assert.Single(await hand.PlanAsync(intent, cancel)).CheckAsync(cancel));
        }
    }

    [Fact]
    public async Task Where_IPv6_is_disabled_nobody_waits_for_its_addresses()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make network namespaces");
        await using var hosts = await TwoHosts.CreateAsync();
        Sysctl.Write(hosts.Here, SysctlName.Parse("net/ipv6/conf/eth0/disable_ipv6"), "1");
        using var hand = new RoutingHand(hosts.Here, TimeProvider.System);
        var cancel = TestContext.Current.CancellationToken;
        var step = Assert.Single(await hand.PlanAsync(new AddAddress("eth0", Cidr.Parse("fdbb::2/64"), "test"), cancel));
        Assert.Equal("IPv6 is disabled on eth0", Assert.IsType<Readiness.Refused>(await step.CheckAsync(cancel)).Obstacle.What);
    }

    private static async Task CorrectAsync(TwoHosts hosts, Intent intent)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var hand = new RoutingHand(hosts.Here, TimeProvider.System);
        var step = Assert.Single(await hand.PlanAsync(intent, cancel));
        Assert.IsType<Readiness.Ready>(await step.CheckAsync(cancel));
        await step.ApplyAsync(cancel);
        Assert.True(await step.VerifyAsync(cancel));
    }

    private static List<InterfaceAddress> Standing(TwoHosts hosts, string address) =>
        hosts.Routes.ReadAddresses().FindAll(a => a.Link == hosts.Link && a.Address.Equals(Cidr.Parse(address).Address));
}
