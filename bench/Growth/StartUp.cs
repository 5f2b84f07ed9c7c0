using EventOps.Lab;

namespace EventOps.Bench.Growth;

/// <summary>From exec to the line that says it is sensing: with rules compiled once, with an empty cache, and with each rule edited.</summary>
internal static class StartUp
{
    private const int Colds = 3;

    public static async Task RunAsync(BenchOptions options, Report report, CancellationToken cancellationToken)
    {
        using var volume = ScratchVolume.Create(new ScratchVolumeOptions { Folder = options.VolumeFolder });
        await using var daemon = DaemonProcess.Create(options.Daemon($"""
            [[volume]]
            mount = "{volume.MountPath}"
            ceiling = "1G"
            """));
        var shipped = await ColdAsync(daemon, cancellationToken);
        foreach (var rule in Directory.GetFiles(daemon.RulesFolder, "*.cs"))
        {
            await File.AppendAllTextAsync(rule, "// Edited.\n", cancellationToken);
        }

        var cold = await ColdAsync(daemon, cancellationToken);

        var warm = new List<double>();
        for (var i = 0; i < (options.Runs ?? 20); i++)
        {
            warm.Add(await StartAndStopAsync(daemon, cancellationToken));
        }

        report.Add("start to sensing, rules compiled before", new Figures(warm), "ms", wantedWorst: 1000);
        report.Add("start to sensing, empty cache, stock rules as they come", new Figures(shipped), "ms");
        report.Add("start to sensing, empty cache, each stock rule edited", new Figures(cold), "ms");
    }

    private static async Task<List<double>> ColdAsync(DaemonProcess daemon, CancellationToken cancellationToken)
    {
        var cold = new List<double>();
        for (var i = 0; i < Colds; i++)
        {
            if (Directory.Exists(daemon.CacheFolder))
            {
                Directory.Delete(daemon.CacheFolder, recursive: true);
            }

            cold.Add(await StartAndStopAsync(daemon, cancellationToken));
        }

        return cold;
    }

    private static async Task<double> StartAndStopAsync(DaemonProcess daemon, CancellationToken cancellationToken)
    {
        var took = await daemon.StartAsync(cancellationToken);
        await daemon.StopAsync();
        Report.Say($"sensing after {took.TotalMilliseconds:0} ms");
        return took.TotalMilliseconds;
    }
}
