using System.Net;
using EventOps.Lab;
using EventOps.Linux.Nftables;
using EventOps.Linux.Routing;
using EventOps.Model;
using EventOps.Sensors.Network;

namespace EventOps.Sensors.Tests.Network;

/// <summary>Each way in which a connection does not come about, made of the kernel's own filters, routes and links between two namespaces.</summary>
public sealed class ProbeCauseTests
{
    [Theory]
    [InlineData("", "refused")]
    [InlineData("drop", "dropped")]
    [InlineData("reject with tcp reset", "refused")]
    [InlineData("reject with icmpx admin-prohibited", "rejected")]
    [InlineData("reject with icmpx port-unreachable", "rejected")]
    [InlineData("reject with icmpx no-route", "no route")]
    public async Task What_the_other_host_does_with_a_connection_is_told_by_what_it_says(string verdict, string cause)
    {
        await using var hosts = await CreateAsync();
        if (verdict.Length > 0)
        {
            Filter(hosts, "input", verdict);
        }

        foreach (var host in (string[])["10.9.0.2", "[fdaa::2]"])
        {
            await AssertCauseAsync(hosts, $"http://{host}:8081/", cause);
        }
    }

    [Theory]
    [InlineData(RouteType.Prohibit)]
    [InlineData(RouteType.Unreachable)]
    [InlineData(RouteType.Blackhole)]
    public async Task A_route_of_this_host_that_leads_nowhere_is_no_refusal(RouteType type)
    {
        await using var hosts = await CreateAsync();
        foreach (var host in (string[])["10.9.0.2", "fdaa::2"])
        {
            var address = IPAddress.Parse(host);
            hosts.Routes.AddRoute(new Route { Destination = new IPNetwork(address, address.GetAddressBytes().Length * 8), Type = type });
        }

        foreach (var host in (string[])["10.9.0.2", "[fdaa::2]"])
        {
            await AssertCauseAsync(hosts, $"http://{host}:8081/", "no route");
        }
    }

    [Theory]
    [InlineData("http://10.9.0.77:8081/", "eth0", "no route")]
    [InlineData("http://10.8.0.1:8081/", null, "no route")]
    [InlineData("http://10.9.0.2:8081/", "eth7", "no link")]
    [InlineData("http://nowhere.invalid:8081/", null, "no name")]
    [InlineData("tcp://10.9.0.2:8081", null, "refused")]
    public async Task Where_nobody_is_silence_proves_nothing(string url, string? link, string cause)
    {
        await using var hosts = await CreateAsync();
        await AssertCauseAsync(hosts, url, cause, link);
    }

    /// <summary>Also where the probe wants a block: then its cause must prove it or not.</summary>
    private static async Task AssertCauseAsync(TwoHosts hosts, string url, string cause, string? link = null)
    {
        var wanted = new WantedProbe(url, false, TimeSpan.FromSeconds(2), link);
        using var probe = new HttpProbe(wanted, hosts.Here.Share(), TimeProvider.System, cause == "dropped" ? TimeSpan.FromSeconds(1) : null);
        var reach = await probe.LookAsync(TestContext.Current.CancellationToken);
        Assert.Equal((false, cause), (reach.IsReachable, reach.Cause));
        Assert.Equal(cause is "refused" or "dropped" or "rejected", reach.IsAsWanted(wanted));
    }

    private static void Filter(TwoHosts hosts, string hook, string verdict)
    {
        using var session = NftablesSession.Open(hosts.There);
        var result = session.Apply($"table inet test {{ chain c {{ type filter hook {hook} priority 0; tcp dport 8081 {verdict}; }}; }}");
        Assert.True(result.IsDone, result.Error);
    }

    /// <summary>As the lab makes them, and with IPv6.</summary>
    private static async Task<TwoHosts> CreateAsync()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make network namespaces");
        var hosts = await TwoHosts.CreateAsync();
        using var remote = RouteSocket.Open(hosts.There);

        // Over its loopback a host tells itself that a neighbour does not answer.
        hosts.Routes.SetLinkUp(hosts.Routes.FindLink("lo")!.Index, true);
        foreach (var (routes, address) in ((RouteSocket, string)[])[(hosts.Routes, "fdaa::1"), (remote, "fdaa::2")])
        {
            routes.AddAddress(new InterfaceAddress
            {
                Link = routes.FindLink("eth0")!.Index,
                Address = IPAddress.Parse(address),
                PrefixLength = 64,
                Flags = AddressFlags.NoDuplicateDetection,
            });
        }

        return hosts;
    }
}
