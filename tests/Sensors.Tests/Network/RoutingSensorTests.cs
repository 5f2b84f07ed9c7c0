using EventOps.Lab;
using EventOps.Linux.Processes;
using EventOps.Linux.Routing;
using EventOps.Model;
using EventOps.Sensors.Network;

namespace EventOps.Sensors.Tests.Network;

/// <summary>Messages that are lost, and things that flap, on a real host.</summary>
public sealed class RoutingSensorTests
{
    private static readonly WantedRoute Wanted = new(Cidr.Parse("10.77.0.0/16"), "eth0", "10.9.0.2");

    private static readonly NetworkPolicy Policy = new()
    {
        Links = [new WantedLink("eth0", 0, false)],
        Addresses = [new WantedAddress("eth0", Cidr.Parse("10.9.0.1/24"))],
        Routes = [Wanted],
    };

    [Fact]
    public async Task What_was_lost_is_a_gap_a_fresh_reading_and_the_differences()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "making a network namespace needs root");
        var cancel = TestContext.Current.CancellationToken;
        await using var hosts = await TwoHosts.CreateAsync();
        hosts.Routes.AddRoute(hosts.To("10.77.0.0/16"));
        using var heard = new Heard(new RoutingSensor(Policy, hosts.Here.Share(), TimeSpan.FromHours(1), TimeProvider.System, receiveBuffer: 4096));
        await heard.AsyncOf<NetworkRead>();
        var storm = new RouteStorm(hosts, 10_000);
        await Task.Run(
            () =>
            {
                // As fast as one thread adds them, several readings may keep up: until one does not.
                for (var i = 0; i < 20 && !heard.Events.OfType<SensorGap>().Any(); i++)
                {
                    storm.Blow(cancel);
                }

                hosts.Routes.RemoveRoute(hosts.To("10.77.0.0/16"));
            },
            cancel);
        var gap = await heard.AsyncOf<SensorGap>();
        Assert.Equal(NetworkSenses.Routing, gap.Sensor);
        await heard.AsyncOf<NetworkRead>(from: heard.Events.ToList().IndexOf(gap));
        await heard.AsyncOf<RouteChanged>(r => r.Change is Change.Removed && r.Route.Is(Wanted));
    }

    [Fact]
    public async Task A_route_that_flaps_is_told_of_at_once_and_then_once_a_round()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "making a network namespace needs root");
        await using var hosts = await TwoHosts.CreateAsync();
        using var heard = new Heard(new RoutingSensor(Policy, hosts.Here.Share(), TimeSpan.FromHours(1), TimeProvider.System));
        await heard.AsyncOf<NetworkRead>();
        var file = Path.GetTempFileName();
        try
        {
            // Another process: what this one changes counts as the daemon's own.
            const string Add = "route add 10.77.0.0/16 via 10.9.0.2\n", Remove = "route del 10.77.0.0/16\n";
            await File.WriteAllTextAsync(file, string.Concat(Enumerable.Repeat(Add + Remove, 100)) + Add, TestContext.Current.CancellationToken);
            var result = await Command.RunAsync(new CommandLine("ip", ["-n", hosts.Name, "-batch", file]), cancel: TestContext.Current.CancellationToken);
            Assert.True(result.IsSuccess, result.Error.Text);
        }
        finally
        {
            File.Delete(file);
        }

        await Task.Delay(RoutingSensor.Round * 3, TestContext.Current.CancellationToken);
        var told = heard.Events.OfType<RouteChanged>().Where(r => r.Route.Is(Wanted)).ToList();
        Assert.NotEqual(Change.Removed, told[^1].Change);

        // A busy machine may see all of it as one.
        Assert.InRange(told.Count, 1, 20);
    }

    [Fact]
    public async Task A_link_that_this_process_sets_up_again_and_again_is_no_flap()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "making a network namespace needs root");
        await using var hosts = await TwoHosts.CreateAsync();
        var link = hosts.Routes.FindLink("eth0")!.Index;

        // No round ever ends: what is held back once is never told.
        using var heard = new Heard(new RoutingSensor(Policy, hosts.Here.Share(), TimeSpan.FromHours(1), new StandingTime()));
        await heard.AsyncOf<NetworkRead>();
        for (var i = 0; i < 8; i++)
        {
            var from = heard.Events.Count;
            var result = await Command.RunAsync(new CommandLine("ip", ["-n", hosts.Name, "link", "set", "eth0", "down"]), cancel: TestContext.Current.CancellationToken);
            Assert.True(result.IsSuccess, result.Error.Text);
            await heard.AsyncOf<LinkChanged>(l => l.Link is { Name: "eth0", IsUp: false }, from);
            from = heard.Events.Count;
            hosts.Routes.SetLinkUp(link, true);
            await heard.AsyncOf<LinkChanged>(l => l.Link is { Name: "eth0", IsUp: true }, from);
        }
    }

    private sealed class StandingTime : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }
}
