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
        await using var daemon = await DaemonProcess.StartNewAsync(Options(hosts, Cutting), TestContext.Current.CancellationToken);

        await UntilAsync(() => daemon.Log.Any(l => l.Contains("took it back: http://10.9.0.2:8080/ is reached no more", StringComparison.Ordinal)), daemon);
        await UntilAsync(() => !hosts.Has(Cutting), daemon);
        await AssertReachedAsync(hosts, daemon);
    }

    [Fact]
    public async Task A_daemon_that_is_killed_right_after_the_change_leaves_no_cut_behind()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make network namespaces");
        await using var hosts = await TwoHosts.CreateAsync();
        await using var daemon = await DaemonProcess.StartNewAsync(Options(hosts, Cutting), TestContext.Current.CancellationToken);

        await UntilAsync(() => hosts.Has(Cutting), daemon);
        await daemon.KillAsync();
        await UntilAsync(() => !hosts.Has(Cutting), daemon);
        await AssertReachedAsync(hosts, daemon);
    }

    [Fact]
    public async Task A_route_that_cuts_nothing_stays()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make network namespaces");
        await using var hosts = await TwoHosts.CreateAsync();
        await using var daemon = await DaemonProcess.StartNewAsync(Options(hosts, "10.77.0.0/16"), TestContext.Current.CancellationToken);

        await UntilAsync(() => daemon.Log.Any(l => l.Contains("add route 10.77.0.0/16", StringComparison.Ordinal)), daemon);
        await UntilAsync(() => hosts.Has("10.77.0.0/16"), daemon);
        await Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.True(hosts.Has("10.77.0.0/16"), string.Join('\n', daemon.Log));
    }

    [Fact]
    public async Task A_change_that_is_confirmed_too_late_is_not_told_as_done()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make network namespaces");
        await using var hosts = await TwoHosts.CreateAsync();
        await using var daemon = await DaemonProcess.StartNewAsync(Options(hosts, "10.77.0.0/16", "1s"), TestContext.Current.CancellationToken);
        await UntilAsync(() => daemon.Log.Any(l => l.Contains("add route 10.77.0.0/16", StringComparison.Ordinal)), daemon);
        await UntilAsync(() => hosts.Has("10.77.0.0/16"), daemon);

        // Slow, and still an answer; but nobody waits for it as long as the change may stay.
        hosts.AnswersAfter = TimeSpan.FromSeconds(1);
        await UntilAsync(
            () =>
            {
                hosts.Remove("10.77.0.0/16");
                return daemon.Log.Any(l => l.Contains("took it back: http://10.9.0.2:8080/ is reached no more", StringComparison.Ordinal));
            },
            daemon);
        await UntilAsync(() => !hosts.Has("10.77.0.0/16"), daemon);
    }

    private static DaemonOptions Options(TwoHosts hosts, string route, string within = "4s") => new()
    {
        Program = Path.Combine(AppContext.BaseDirectory, "eventops"),
        Rules = Path.Combine(NetworkLab.Root, "rules"),
        Settings = $"""
            [network]
            namespace = "{hosts.Name}"
            confirm-within = "{within}"

            [[link]]
            name = "eth0"
            addresses = ["10.9.0.1/24"]

            [[route]]
            to = "{route}"
            via = "10.9.0.99"
            link = "eth0"

            [[probe]]
            url = "http://10.9.0.2:8080/"
            link = "eth0"
            """,
    };

    private static async Task AssertReachedAsync(TwoHosts hosts, DaemonProcess daemon)
    {
        using var probe = new HttpProbe(new WantedProbe("http://10.9.0.2:8080/", true, TimeSpan.FromSeconds(1)), hosts.Here.Share(), TimeProvider.System);
        var began = Stopwatch.StartNew();
        while (await probe.LookAsync(TestContext.Current.CancellationToken) is { IsReachable: false } reach)
        {
            // A daemon that is still there tries once more before it rests.
            Assert.True(began.Elapsed < Patience, $"{reach}\n{string.Join('\n', daemon.Log)}");
        }
    }

    private static async Task UntilAsync(Func<bool> holds, DaemonProcess daemon)
    {
        var began = Stopwatch.StartNew();
        while (!holds())
        {
            Assert.True(began.Elapsed < Patience, string.Join('\n', daemon.Log));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
