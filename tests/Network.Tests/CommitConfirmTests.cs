using System.Diagnostics;
using EventOps.Lab;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Nftables;
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
    public async Task A_daemon_that_is_started_again_at_once_does_not_make_the_change_for_good()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make network namespaces");
        var within = TimeSpan.FromSeconds(8);
        await using var hosts = await TwoHosts.CreateAsync();
        await using var daemon = await NearDaemon.StartAsync(Settings(hosts, Cutting, "8s"));

        await daemon.UntilAsync(() => hosts.Has(Cutting));
        await daemon.KillAsync();
        await daemon.StartAsync(TestContext.Current.CancellationToken);
        await daemon.UntilAsync(() => daemon.HasSaid("the daemon ended before it was confirmed"));
        await daemon.UntilAsync(() => !hosts.Has(Cutting));

        // It may be tried again, and is each time taken back within its limit.
        var (began, cut) = (Stopwatch.StartNew(), Stopwatch.StartNew());
        while (began.Elapsed < within * 3)
        {
            if (!hosts.Has(Cutting))
            {
                cut.Restart();
            }

            Assert.True(cut.Elapsed < within + TimeSpan.FromSeconds(2), $"cut for {cut.Elapsed}\n{daemon.Said()}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.True(daemon.HasSaid("took it back: http://10.9.0.2:8080/ is reached no more"), daemon.Said());
        await AssertReachedAsync(hosts, daemon);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_filter_that_cuts_what_is_reached_is_taken_back(bool isKilled)
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make network namespaces");
        await using var hosts = await TwoHosts.CreateAsync();
        hosts.ServeHere();
        await using var daemon = await NearDaemon.StartAsync($"""
            [network]
            namespace = "{hosts.Name}"
            confirm-within = "4s"

            [[service]]
            port = 8080
            closed-on = ["lo"]

            [[probe]]
            url = "http://10.9.0.1:8080/"
            """);

        if (isKilled)
        {
            await daemon.UntilAsync(IsClosed);
            await daemon.KillAsync();
        }
        else
        {
            await daemon.UntilAsync(() => daemon.HasSaid("took it back: http://10.9.0.1:8080/ is reached no more"));
        }

        await daemon.UntilAsync(() => !IsClosed());
        await AssertReachedAsync(hosts, daemon, "10.9.0.1");

        bool IsClosed()
        {
            using var session = NftablesSession.Open(hosts.Here);
            return session.Read().Tables.Any(t => t.Name == OwnTable.Name);
        }
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

    private static async Task AssertReachedAsync(TwoHosts hosts, DaemonProcess daemon, string host = "10.9.0.2")
    {
        using var probe = new HttpProbe(new WantedProbe($"http://{host}:8080/", true, TimeSpan.FromSeconds(1)), hosts.Here.Share(), TimeProvider.System);
        var began = Stopwatch.StartNew();
        while (await probe.LookAsync(TestContext.Current.CancellationToken) is { IsReachable: false } reach)
        {
            // A daemon that is still there tries once more before it rests.
            Assert.True(began.Elapsed < Patience, $"{reach}\n{daemon.Said()}");
        }
    }
}
