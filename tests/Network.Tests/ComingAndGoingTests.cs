using EventOps.Lab;
using EventOps.Linux.Processes;
using EventOps.Linux.Routing;
using EventOps.Model;
using EventOps.Sensors.Network;

namespace EventOps.Network.Tests;

/// <summary>Links that are renamed, deleted and made again under the same name, and a namespace that is deleted.</summary>
public sealed class ComingAndGoingTests
{
    private static readonly NetworkPolicy Policy = new()
    {
        Links = [new WantedLink("eth0", 0, false), new WantedLink("va", 0, false)],
        Addresses = [new WantedAddress("va", Cidr.Parse("10.5.0.1/24"))],
        Routes = [new WantedRoute(Cidr.Parse("10.66.0.0/16"), "va", "10.5.0.9")],
    };

    [Fact]
    public async Task A_link_that_is_renamed_is_gone_and_one_that_is_made_again_is_another()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make network namespaces");
        await using var hosts = await TwoHosts.CreateAsync();
        var first = Make(hosts);
        using var model = new SensedFacts(Sense(hosts));
        await model.ReadAsync(1);
        Assert.Contains(model.Facts, f => f is NetworkLink { Name: "va" } link && link.Index == first);
        Assert.Contains(model.Facts, f => f is NetworkRoute { Link: "va" });

        hosts.Routes.RenameLink(first, "vc");
        await model.UntilAsync(f => !f.Any(IsOf), () => "va is still there");
        hosts.Routes.RenameLink(first, "va");
        await model.UntilAsync(f => f.Any(IsOf), () => "va did not come back");

        hosts.Routes.RemoveLink(first);
        var second = Make(hosts);
        Assert.NotEqual(first, second);
        using var fresh = new SensedFacts(Sense(hosts));
        await fresh.ReadAsync(1);
        await model.UntilAsync(
            f => f.OfType<NetworkLink>().Any(l => l.Name == "va" && l.Index == second && !l.IsSettling) && f.SetEquals(fresh.Facts),
            () => $"fresh:\n{string.Join('\n', fresh.Facts)}");

        static bool IsOf(IFact fact) => fact is NetworkLink { Name: "va" };
    }

    [Fact]
    public async Task A_namespace_that_is_deleted_ends_nothing_but_the_next_start()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make network namespaces");
        var cancel = TestContext.Current.CancellationToken;
        await using var hosts = await TwoHosts.CreateAsync();
        await using var daemon = await NearDaemon.StartAsync(hosts.Wanting("10.77.0.0/16"));
        await IpAsync("del", hosts.Name);

        // It lives on as long as somebody is in it, and what is wanted of it is still put back.
        await daemon.UntilAsync(() => hosts.Has("10.77.0.0/16"));

        hosts.Routes.RemoveRoute(hosts.To("10.77.0.0/16"));
        await daemon.UntilAsync(() => hosts.Has("10.77.0.0/16"));

        Assert.True((await daemon.StopAsync())?.IsSuccess, daemon.Said());
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => daemon.StartAsync(cancel));
        Assert.Contains("the network namespace cannot be used", refused.Message, StringComparison.Ordinal);
        await IpAsync("add", hosts.Name);
    }

    private static RoutingSensor Sense(TwoHosts hosts) => new(Policy, hosts.Here.Share(), TimeSpan.FromHours(1), TimeProvider.System);

    private static int Make(TwoHosts hosts)
    {
        hosts.Routes.CreateVethPair("va", "vb");
        var link = hosts.Routes.FindLink("va")!.Index;
        hosts.Routes.SetLinkUp(hosts.Routes.FindLink("vb")!.Index, true);
        hosts.Routes.SetLinkUp(link, true);
        hosts.Routes.AddAddress(new InterfaceAddress { Link = link, Address = System.Net.IPAddress.Parse("10.5.0.1"), PrefixLength = 24 });
        hosts.Routes.AddRoute(new Route { Destination = System.Net.IPNetwork.Parse("10.66.0.0/16"), Gateway = System.Net.IPAddress.Parse("10.5.0.9"), OutputLink = link });
        return link;
    }

    private static async Task IpAsync(string verb, string name)
    {
        var result = await Command.RunAsync(new CommandLine("ip", ["netns", verb, name]));
        Assert.True(result.IsSuccess, $"{result}: {result.Error.Text}");
    }
}
