using System.Diagnostics;
using EventOps.Lab;
using EventOps.Linux.Namespaces;
using EventOps.Model;
using EventOps.Sensors.Network;

namespace EventOps.Network.Tests;

/// <summary>Settings with a mistake in them, that cut the way to the other host: the change does not stay.</summary>
public sealed class CommitConfirmTests
{
    private const string Cutting = "10.9.0.2/32";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_route_that_cuts_what_is_reached_is_taken_back()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make network namespaces");
        await using var hosts = await TwoHosts.CreateAsync();
        await using var daemon = await NearDaemon.StartAsync(Settings(hosts, Cutting));

        await daemon.UntilAsync(() => daemon.HasSaid("took it back: http://10.9.0.2:8080/ is reached no more"));
        await daemon.UntilAsync(() => !hosts.Has(Cutting));
        await AssertReachedAsync(hosts, daemon);
    }

    [Fact]
    public async Task A_daemon_that_is_killed_right_after_the_change_leaves_no_cut_behind()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make network namespaces");
        await using var hosts = await TwoHosts.CreateAsync();
        await using var daemon = await NearDaemon.StartAsync(Settings(hosts, Cutting));

        await daemon.UntilAsync(() => hosts.Has(Cutting));
        await daemon.KillAsync();
        await daemon.UntilAsync(() => !hosts.Has(Cutting));
        await AssertReachedAsync(hosts, daemon);
    }

    [Fact]
    public async Task A_route_that_cuts_nothing_stays()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make network namespaces");
        await using var hosts = await TwoHosts.CreateAsync();
        await using var daemon = await NearDaemon.StartAsync(Settings(hosts, "10.77.0.0/16"));

        await daemon.UntilAsync(() => daemon.HasSaid("add route 10.77.0.0/16"));
        await daemon.UntilAsync(() => hosts.Has("10.77.0.0/16"));
        await Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.True(hosts.Has("10.77.0.0/16"), daemon.Said());
    }

    [Fact]
    public async Task A_change_that_is_confirmed_too_late_is_not_told_as_done()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make network namespaces");
        await using var hosts = await TwoHosts.CreateAsync();
        await using var daemon = await NearDaemon.StartAsync(Settings(hosts, "10.77.0.0/16", "1s"));
        await daemon.UntilAsync(() => daemon.HasSaid("add route 10.77.0.0/16"));
        await daemon.UntilAsync(() => hosts.Has("10.77.0.0/16"));

        // Slow, and still an answer; but nobody waits for it as long as the change may stay.
        hosts.AnswersAfter = TimeSpan.FromSeconds(1);
        await daemon.UntilAsync(() =>
        {
            hosts.Remove("10.77.0.0/16");
            return daemon.HasSaid("took it back: http://10.9.0.2:8080/ is reached no more");
        });
        await daemon.UntilAsync(() => !hosts.Has("10.77.0.0/16"));
    }

    private static string Settings(TwoHosts hosts, string route, string within = "4s") => hosts.Wanting(route, "10.9.0.99", $"confirm-within = \"{within}\"") + """
        [[probe]]
        url = "http://10.9.0.2:8080/"
        link = "eth0"
        """;

    private static async Task AssertReachedAsync(TwoHosts hosts, DaemonProcess daemon)
    {
        using var probe = new HttpProbe(new WantedProbe("http://10.9.0.2:8080/", true, TimeSpan.FromSeconds(1)), hosts.Here.Share(), TimeProvider.System);
        var began = Stopwatch.StartNew();
        while (await probe.LookAsync(TestContext.Current.CancellationToken) is { IsReachable: false } reach)
        {
            // A daemon that is still there tries once more before it rests.
            Assert.True(began.Elapsed < Patience, $"{reach}\n{daemon.Said()}");
        }
    }
}
