using System.Diagnostics;
using System.Net;
using EventOps.Bench.Growth;
using EventOps.Lab;
using EventOps.Linux.Netlink;
using EventOps.Linux.Nftables;
using EventOps.Linux.Routing;

namespace EventOps.Bench.Network;

/// <summary>From the call that breaks something to the kernel's word that it is whole again.</summary>
internal static class Cure
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Rounds begin at no fixed beat.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static async Task RouteAsync(BenchOptions options, Report report, CancellationToken cancellationToken)
    {
        await using var hosts = await TwoHosts.CreateAsync();
        await using (await StartAsync(options, hosts, cancellationToken))
        {
            report.Add("wanted route deleted, back after", await RoutesAsync(options.Runs ?? 500, hosts, cancellationToken), "ms", wantedMedian: 2, wantedWorst: 20);
        }

        await using (await MonitorLoop.StartAsync(hosts, BenchOptions.Route, "10.9.0.2"))
        {
            report.Add("the same, a shell loop on ip monitor", await RoutesAsync(options.Runs ?? 500, hosts, cancellationToken), "ms");
        }
    }

    public static async Task FilterAsync(BenchOptions options, Report report, CancellationToken cancellationToken)
    {
        await using var hosts = await TwoHosts.CreateAsync();
        await using var daemon = await StartAsync(options, hosts, cancellationToken);
        using var session = NftablesSession.Open(hosts.Here);
        using var monitor = NftMonitor.Open(hosts.Here);
        var times = new List<double>();
        for (var i = 0; i < (options.Runs ?? 100); i++)
        {
            // Changes that follow one another are read at most each tenth of a second: each round stands for itself.
            await PauseAsync(10, cancellationToken);
            Drain(monitor);
            var began = Stopwatch.GetTimestamp();
            session.Apply("flush chain inet eventops input");
            Await(monitor.Handle, () => HasRule(monitor), "the filter rule did not come back");
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        report.Add("wanted filter rule deleted, back after", new Figures(times), "ms", wantedMedian: 20);
    }

    public static async Task LinkAsync(BenchOptions options, Report report, CancellationToken cancellationToken)
    {
        await using var hosts = await TwoHosts.CreateAsync();
        await using var daemon = await StartAsync(options, hosts, cancellationToken);
        var address = new InterfaceAddress { Link = hosts.Link, Address = IPAddress.Parse(BenchOptions.Address), PrefixLength = 24 };
        var addresses = await MeasureAsync(options.Runs ?? 100, hosts, RouteGroups.Addresses, () => hosts.Routes.RemoveAddress(address),
            change => !change.IsRemoved && change.Object is InterfaceAddress back && back.Address.Equals(address.Address), cancellationToken);
        report.Add("wanted address removed, back after", addresses, "ms", wantedMedian: 10);
        var links = await MeasureAsync(options.Runs ?? 100, hosts, RouteGroups.Links, () => hosts.Routes.SetLinkUp(hosts.Link, false),
            change => !change.IsRemoved && change.Object is Link { IsUp: true } up && up.Index == hosts.Link, cancellationToken);
        report.Add("wanted link set down, up after", links, "ms", wantedMedian: 10);
    }

    public static async Task<DaemonProcess> StartAsync(BenchOptions options, TwoHosts hosts, CancellationToken cancellationToken)
    {
        var daemon = await DaemonProcess.StartNewAsync(options.Daemon(hosts), cancellationToken);
        await AwaitWholeAsync(hosts, cancellationToken);

        // Its own first changes have been read by then.
        await Task.Delay(TimeSpan.FromSeconds(2), cancellationToken);
        return daemon;
    }

    public static bool IsBack(TwoHosts hosts) =>
        hosts.Routes.Look(new RouteQuery(IPAddress.Parse("10.77.0.1")) { IsAsInTable = true }).Route?.Destination.Equals(IPNetwork.Parse(BenchOptions.Route)) == true;

    private static Task<Figures> RoutesAsync(int runs, TwoHosts hosts, CancellationToken cancellationToken)
    {
        var destination = IPNetwork.Parse(BenchOptions.Route);
        return MeasureAsync(runs, hosts, RouteGroups.Routes, () => hosts.Remove(BenchOptions.Route),
            change => !change.IsRemoved && change.Object is Route route && route.Destination.Equals(destination), cancellationToken);
    }

    private static async Task<Figures> MeasureAsync(
        int runs, TwoHosts hosts, RouteGroups groups, Action breakIt, Predicate<NetworkChange> isCure, CancellationToken cancellationToken)
    {
        using var monitor = RouteMonitor.Open(hosts.Here, groups);
        var times = new List<double>();
        for (var i = 0; i < runs; i++)
        {
            await AwaitWholeAsync(hosts, cancellationToken);
            await PauseAsync(1, cancellationToken);
            var changes = new List<NetworkChange>();
            while (monitor.Receive(changes) != NetlinkReadingKind.Empty)
            {
            }

            changes.Clear();
            var began = Stopwatch.GetTimestamp();
            breakIt();
            Await(monitor.Handle, () =>
            {
                while (monitor.Receive(changes) != NetlinkReadingKind.Empty)
                {
                }

                return changes.Exists(isCure);
            }, "what was broken was not put right");
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return new Figures(times);
    }

    /// <summary>What a round took along is back too.</summary>
    private static async Task AwaitWholeAsync(TwoHosts hosts, CancellationToken cancellationToken)
    {
        var began = Stopwatch.StartNew();
        while (!IsBack(hosts) || hosts.Routes.ReadAddresses().TrueForAll(a => a.Address.ToString() != BenchOptions.Address))
        {
            if (began.Elapsed > Patience)
            {
                throw new TimeoutException("the host did not become whole");
            }

            await Task.Delay(5, cancellationToken);
        }
    }

    private static void Drain(NftMonitor monitor) => HasRule(monitor);

    private static bool HasRule(NftMonitor monitor)
    {
        var changes = new List<NftChange>();
        while (monitor.Receive(changes) is not NetlinkReadingKind.Empty)
        {
        }

        return changes.Exists(c => c is { Kind: NftObjectKind.Rule, IsRemoved: false, Table: "eventops" });
    }

    private static void Await(System.Runtime.InteropServices.SafeHandle handle, Func<bool> holds, string otherwise)
    {
        var began = Stopwatch.StartNew();
        while (!holds())
        {
            if (began.Elapsed > Patience)
            {
                throw new TimeoutException(otherwise);
            }

            Linux.Native.Poll.Wait([new Linux.Native.PollRequest(handle, Linux.Native.PollEvents.Readable)], TimeSpan.FromSeconds(1));
        }
    }

    private static Task PauseAsync(int times, CancellationToken cancellationToken) =>
        Task.Delay((Pause * times) + TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * 20), cancellationToken);
}
