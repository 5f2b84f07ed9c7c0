using System.Diagnostics;
using System.Globalization;
using EventOps.Lab;
using EventOps.Linux.Native;
using EventOps.Linux.Netlink;
using EventOps.Linux.Routing;

namespace EventOps.Network.Tests;

/// <summary>Something deletes a wanted route again and again: the daemon does not spin, does not give up, and names who it may be.</summary>
public sealed class FightTests
{
    [Fact]
    public async Task A_fight_over_a_route_is_fought_ever_more_slowly_and_told_with_its_likely_contender()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make network namespaces");
        var cancel = TestContext.Current.CancellationToken;
        await using var hosts = await TwoHosts.CreateAsync();
        await using var daemon = await NearDaemon.StartAsync(hosts.Wanting("10.77.0.0/16"));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var undone = 0;
        var contender = Task.Run(() => Contend(hosts, () => Interlocked.Increment(ref undone), stop.Token), cancel);
        await daemon.UntilAsync(() => contender.IsFaulted || daemon.HasSaid("undoes each correction of route:10.77.0.0/16"));

        Assert.False(contender.IsFaulted, contender.Exception?.ToString());

        // Five rounds, then a pause of ten seconds, in which it rests.
        await daemon.UntilAsync(() => !hosts.Has("10.77.0.0/16"));
        var (rounds, began) = (Volatile.Read(ref undone), Stopwatch.StartNew());
        Assert.True(rounds >= 5, daemon.Said());
        await daemon.UntilAsync(() => Volatile.Read(ref undone) > rounds);
        Assert.True(began.Elapsed > TimeSpan.FromSeconds(3), daemon.Said());
        Assert.Equal(rounds + 1, Volatile.Read(ref undone));
        await stop.CancelAsync();
        await contender;
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"(process {Environment.ProcessId})"), Alarm(daemon), StringComparison.Ordinal);

        // It does not give up: with nobody left to fight, the route stays.
        await daemon.UntilAsync(() => hosts.Has("10.77.0.0/16"));
    }

    private static void Contend(TwoHosts hosts, Action undone, CancellationToken stop)
    {
        using var monitor = RouteMonitor.Open(hosts.Here, RouteGroups.Routes);
        while (!stop.IsCancellationRequested)
        {
            if (hosts.Remove("10.77.0.0/16"))
            {
                undone();
            }

            Poll.Wait([new PollRequest(monitor.Handle, PollEvents.Readable)], TimeSpan.FromMilliseconds(50));
            while (monitor.Receive([]) != NetlinkReadingKind.Empty)
            {
            }
        }
    }

    private static string Alarm(DaemonProcess daemon) => daemon.Log.First(l => l.Contains("undoes each correction", StringComparison.Ordinal));
}
