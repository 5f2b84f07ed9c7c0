using EventOps.Lab;
using EventOps.Model;

namespace EventOps.Bench.Growth;

/// <summary>
/// What a writer of 4 KiB blocks pays for being watched: pairs of the same writing on two equal volumes, one of them watched, one
/// right after the other; then with the parts exchanged, so that no difference between the volumes counts.
/// </summary>
internal static class MarkCost
{
    private const int Halves = 2;
    private static readonly TimeSpan ToBeQuiet = TimeSpan.FromSeconds(3);
    private static readonly WriterOptions Writing = new() { Block = Bytes.FromKiB(4), Until = Bytes.FromMiB(128) };

    public static async Task RunAsync(BenchOptions options, Report report, CancellationToken cancellationToken)
    {
        var volume = new ScratchVolumeOptions { Folder = options.VolumeFolder, Size = Bytes.FromMiB(1024) };
        using var one = ScratchVolume.Create(volume);
        using var other = ScratchVolume.Create(volume);
        var (afterQuiet, steady) = (new List<double>(), new List<double>());
        foreach (var (watched, free) in ((ScratchVolume, ScratchVolume)[])[(one, other), (other, one)])
        {
            await using var daemon = await DaemonProcess.StartNewAsync(options.Daemon(Settings(watched)), cancellationToken);
            var pairs = (options.Runs ?? 40) / Halves;
            for (var i = 0; i < pairs; i++)
            {
                await Task.Delay(ToBeQuiet, cancellationToken);
                afterQuiet.Add(await RatioAsync(watched, free, watchedFirst: i % 2 == 0));
                steady.Add(await RatioAsync(watched, free, watchedFirst: i % 2 == 0));
            }
        }

        var (first, rest) = (new Figures(afterQuiet), new Figures(steady));
        report.Add($"cost to a writer, volume quiet before: median of {first.Count} pairs", 100 * (first.Median - 1), "%", wanted: 3);
        report.Add($"cost to a writer, steady writing: median of {rest.Count} pairs", 100 * (rest.Median - 1), "%", wanted: 3);
    }

    /// <returns>The time with the daemon watching ÷ the time without.</returns>
    private static async Task<double> RatioAsync(ScratchVolume watched, ScratchVolume free, bool watchedFirst)
    {
        var first = await TimeAsync(watchedFirst ? watched : free);
        var second = await TimeAsync(watchedFirst ? free : watched);
        return watchedFirst ? first / second : second / first;
    }

    private static async Task<double> TimeAsync(ScratchVolume volume)
    {
        using var writer = Writer.Start(Path.Combine(volume.MountPath, "written"), Writing);
        await writer.Ended;
        return 1.0 / writer.Rate.PerSecond;
    }

    private static string Settings(ScratchVolume volume) => $"""
        [[volume]]
        mount = "{volume.MountPath}"
        ceiling = "2G"
        """;
}
