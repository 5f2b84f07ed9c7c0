using EventOps.Lab;
using EventOps.Model;

namespace EventOps.Bench.Growth;

/// <summary>A writer at full speed against the growth of a 1 GiB XFS up to its ceiling; and how fast a writer the peers survive.</summary>
internal static class FillRace
{
    private static readonly Bytes Ceiling = Bytes.FromGiB(8);

    /// <summary>A little below the ceiling, where growth ends and every writer must.</summary>
    private static readonly Bytes Whole = new Percent(95).Of(Ceiling);

    /// <summary>Several growths long; at 100 MB/s the whole race would take more than a minute.</summary>
    private static readonly Bytes Short = Bytes.FromGiB(3);

    private static readonly long?[] MegabytesPerSecond = [100, 200, 300, 400, 800, null];

    public static async Task RunAsync(BenchOptions options, Report report, CancellationToken cancellationToken)
    {
        var (refused, rates, least) = (0, new List<double>(), new List<double>());
        var runs = options.Runs ?? 20;
        for (var i = 0; i < runs; i++)
        {
            using var volume = NewVolume(options);
            await using var daemon = await DaemonProcess.StartNewAsync(options.Daemon(Settings(volume)), cancellationToken);
            var result = await WriteAsync(volume, null, Whole);
            refused += result.Survived ? 0 : 1;
            rates.Add(result.Rate.PerSecond / 1e9);
            least.Add(result.Smallest.Value / 1e6);
            Report.Say($"run {i + 1}: {result}, volume {volume.ImageSize}");
            if (!result.Survived)
            {
                Report.Say(string.Join('\n', daemon.Log.TakeLast(12)));
            }
        }

        report.Add($"runs with ENOSPC before the ceiling, of {runs}", refused, "", wanted: 0);
        report.Add("writer, median", new Figures(rates).Median, "GB/s");
        report.Add("writer, fastest run", new Figures(rates).Worst, "GB/s");
        report.Add("smallest free space seen", new Figures(least).Least, "MB");
        if (options.WithPeers)
        {
            await RaceAsync("shell loop", PeerLoop.StartShellAsync, options, report);
            await RaceAsync("monit, cycle of 1 s", PeerLoop.StartMonitAsync, options, report);
        }
    }

    private static async Task RaceAsync(string name, Func<ScratchVolume, Task<PeerLoop>> start, BenchOptions options, Report report)
    {
        var survived = 0.0;
        foreach (var rate in MegabytesPerSecond)
        {
            using var volume = NewVolume(options);
            await using var peer = await start(volume);
            var result = await WriteAsync(volume, rate, Short);
            Report.Say($"{name}, {(rate is { } limit ? $"{limit} MB/s" : "full speed")}: {result}");
            if (!result.Survived)
            {
                break;
            }

            survived = result.Rate.PerSecond / 1e9;
        }

        report.Add($"fastest writer survived by: {name}", survived, "GB/s");
    }

    private static async Task<RaceResult> WriteAsync(ScratchVolume volume, long? megabytes, Bytes until)
    {
        using var writer = Writer.Start(
            Path.Combine(volume.MountPath, "filling"),
            new WriterOptions { Until = until, Limit = megabytes is { } count ? new ByteRate(count * 1_000_000) : null });
        await writer.Ended;
        return new RaceResult(writer.FullErrors == 0, writer.Written, writer.Rate, writer.SmallestAvailable);
    }

    private static ScratchVolume NewVolume(BenchOptions options) =>
        ScratchVolume.Create(new ScratchVolumeOptions { FileSystem = "xfs", Size = Bytes.FromGiB(1), Folder = options.VolumeFolder });

    private static string Settings(ScratchVolume volume) => $"""
        [[volume]]
        mount = "{volume.MountPath}"
        grow-at = "85%"
        step = "500M"
        ceiling = "8G"
        """;

    private sealed record RaceResult(bool Survived, Bytes Written, ByteRate Rate, Bytes Smallest)
    {
        public override string ToString() =>
            $"{(Survived ? "survived" : "ENOSPC")} after {Written} at {Rate.PerSecond / 1e9:0.00} GB/s, smallest free space {Smallest}";
    }
}
