using System.Net;
using System.Net.Sockets;
using EventOps.Lab;
using EventOps.Linux.Routing;
using EventOps.Model;
using EventOps.Sensors.Network;

namespace EventOps.Sensors.Tests.Network;

/// <summary>The path that a probe takes is the one of its settings: its mark, its source.</summary>
public sealed class ProbePathTests
{
    private const string Url = "tcp://10.9.0.2:8080";
    private const uint Elsewhere = 77;

    [Fact]
    public async Task A_mark_leads_a_probe_by_the_policy_rules_made_for_it()
    {
        await using var hosts = await CreateAsync();
        hosts.Routes.AddRule(new PolicyRule { Family = AddressFamily.InterNetwork, Priority = 100, Mark = 7, MarkMask = uint.MaxValue, Table = Elsewhere });
        hosts.Routes.AddRoute(new Route { Destination = IPNetwork.Parse("10.9.0.2/32"), Type = RouteType.Unreachable, Table = Elsewhere });
        Assert.Equal("ok", await AskAsync(hosts));
        Assert.Equal("ok", await AskAsync(hosts, mark: 8));
        Assert.Equal("no route", await AskAsync(hosts, mark: 7));
    }

    [Fact]
    public async Task A_source_leads_a_probe_by_the_policy_rules_made_for_it()
    {
        await using var hosts = await CreateAsync();
        hosts.Routes.AddAddress(new InterfaceAddress { Link = hosts.Link, Address = IPAddress.Parse("10.9.0.9"), PrefixLength = 24 });
        hosts.Routes.AddRule(new PolicyRule { Family = AddressFamily.InterNetwork, Priority = 100, From = IPNetwork.Parse("10.9.0.9/32"), Table = Elsewhere });
        hosts.Routes.AddRoute(new Route { Destination = IPNetwork.Parse("10.9.0.2/32"), Type = RouteType.Unreachable, Table = Elsewhere });
        Assert.Equal("ok", await AskAsync(hosts, source: "10.9.0.1"));
        Assert.Equal("no route", await AskAsync(hosts, source: "10.9.0.9"));
        Assert.Equal("no address", await AskAsync(hosts, source: "10.9.0.8"));
    }

    [Fact]
    public async Task Two_probes_of_one_page_over_different_paths_are_told_apart()
    {
        await using var hosts = await CreateAsync();
        var probes = (string[])["10.9.0.1", "10.9.0.8"];
        using var heard = new Heard(new ProbeSensor(probes.Select(s => new WantedProbe(Url, true, TimeSpan.FromSeconds(1), Source: s)), hosts.Here, TimeProvider.System));
        var reached = (await heard.AsyncOf<ReachChanged>(r => r.Reach.IsReachable)).Reach;
        var missed = (await heard.AsyncOf<ReachChanged>(r => !r.Reach.IsReachable)).Reach;
        Assert.Equal(("10.9.0.1", "10.9.0.8"), (reached.Source, missed.Source));
        Assert.NotEqual(((IFact)reached).Key, ((IFact)missed).Key);
    }

    private static async Task<string> AskAsync(TwoHosts hosts, string? source = null, int? mark = null)
    {
        using var probe = new HttpProbe(new WantedProbe(Url, true, TimeSpan.FromSeconds(2), null, source, mark), hosts.Here.Share(), TimeProvider.System);
        return (await probe.LookAsync(TestContext.Current.CancellationToken)).Cause;
    }

    private static Task<TwoHosts> CreateAsync()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make network namespaces");
        return TwoHosts.CreateAsync();
    }
}
