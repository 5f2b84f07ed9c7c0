using System.Diagnostics;
using EventOps.Bench.Growth;
using EventOps.Lab;

namespace EventOps.Bench.Network;

/// <summary>How soon a wanted route is back while 100,000 foreign ones come and go, and what of them stays in memory.</summary>
internal static class Storm
{
    private const int Foreign = 100_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task RunAsync(BenchOptions options, Report report, CancellationToken cancellationToken)
    {
        await using var hosts = await TwoHosts.CreateAsync();
        await using var daemon = await Cure.StartAsync(options, hosts, cancellationToken);
        var before = Resident(daemon);
        var began = Stopwatch.StartNew();
        var storm = Task.Run(() => new RouteStorm(hosts, Foreign).Blow(cancellationToken), cancellationToken);
        var times = new List<double>();
        while (!storm.IsCompleted)
        {
            times.Add(await RoundOfAsync(hosts, cancellationToken));
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }

        await storm;
        report.Add("storm: 100,000 routes added and removed in", began.Elapsed.TotalSeconds, "s");
        report.Add("storm: wanted route back after", new Figures(times), "ms", wantedWorst: 1000);
        report.Add("storm: losses that were told and read anew", daemon.Log.Count(l => l.Contains("the kernel dropped messages", StringComparison.Ordinal)), "");
        report.Add("storm: resident memory of the core before", before, "MiB");
        report.Add("storm: more of it right after", Resident(daemon) - before, "MiB");
        await Task.Delay(TimeSpan.FromSeconds(30), cancellationToken);
        report.Add("storm: more of it half a minute later", Resident(daemon) - before, "MiB", wanted: 20);
    }

    private static async Task<double> RoundOfAsync(TwoHosts hosts, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        hosts.Remove(BenchOptions.Route);
        while (!Cure.IsBack(hosts))
        {
            if (Stopwatch.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException("the wanted route did not come back");
            }

            await Task.Delay(1, cancellationToken);
        }

        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static double Resident(DaemonProcess daemon) => daemon.Usage()[0].Resident.Value / (double)(1 << 20);
}
