using System.Diagnostics;
using EventOps.Lab;
using EventOps.Model;

namespace EventOps.Bench.Growth;

/// <summary>What a daemon costs that has nothing to do: processor, memory, wakeups; and what its mark costs a writer.</summary>
internal static class Idle
{
    private const int Volumes = 10;

    public static async Task RunAsync(BenchOptions options, Report report, CancellationToken cancellationToken)
    {
        await QuietAsync(options, report, cancellationToken);
        await MarkCost.RunAsync(options, report, cancellationToken);
    }

    private static async Task QuietAsync(BenchOptions options, Report report, CancellationToken cancellationToken)
    {
        var volumes = new List<ScratchVolume>();
        try
        {
            for (var i = 0; i < Volumes; i++)
            {
                volumes.Add(ScratchVolume.Create(new ScratchVolumeOptions { Folder = options.VolumeFolder }));
            }

            await using var daemon = await DaemonProcess.StartNewAsync(options.Daemon(string.Join('\n', volumes.Select(Settings))), cancellationToken);
            await Task.Delay(DaemonProcess.SettledAfter, cancellationToken);
            await MeasureAsync(daemon, options.Minutes, report, cancellationToken);
        }
        finally
        {
            volumes.ForEach(v => v.Dispose());
        }
    }

    private static async Task MeasureAsync(DaemonProcess daemon, TimeSpan time, Report report, CancellationToken cancellationToken)
    {
        var before = daemon.Usage();
        var began = Stopwatch.GetTimestamp();
        await Task.Delay(time, cancellationToken);
        var after = daemon.Usage();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        report.Add("idle: processor, of one core", 100 * ProcessUsage.ProcessorBetween(before, after).TotalSeconds / seconds, "%", wanted: 0.1);
        report.Add("idle: context switches a second", (after.Sum(p => p.Switches) - before.Sum(p => p.Switches)) / seconds, "");
        report.Add("idle: resident memory of all processes together, each page counted once", MiB(ResidentPages.CountOnce(after.Select(p => p.ProcessId)).Value), "MiB", wanted: 120);
        report.Add("idle: the same, pages that they share counted for each (sum of VmRSS)", MiB(after.Sum(p => p.Resident.Value)), "MiB");
        foreach (var (process, index) in after.Select((p, i) => (p, i)))
        {
            report.Add($"idle: resident, {(index == 0 ? "core" : "rule process")} ({process.Threads} threads)", MiB(process.Resident.Value), "MiB");
        }

        report.Add("idle: the same, pages shared with any process of the machine counted by share (sum of PSS)", MiB(after.Sum(p => p.Proportional.Value)), "MiB");
    }

    private static double MiB(long bytes) => bytes / (double)(1 << 20);

    private static string Settings(ScratchVolume volume) => $"""
        [[volume]]
        mount = "{volume.MountPath}"
        step = "16M"
        ceiling = "1G"

        """;
}
