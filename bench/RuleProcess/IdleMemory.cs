using EventOps.Bench.Growth;
using EventOps.Lab;

namespace EventOps.Bench.RuleProcess;

/// <summary>What the daemon and its rule process hold in memory with 100 rules and nothing to do.</summary>
internal static class IdleMemory
{
    private const int Rules = 100;

    public static async Task RunAsync(BenchOptions options, Report report, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("eventops-bench-rules-");
        try
        {
            foreach (var (file, text) in RuleTexts.UpTo(Rules, options.Rules))
            {
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, file), text, cancellationToken);
            }

            using var volume = ScratchVolume.Create(new ScratchVolumeOptions { Folder = "/dev/shm" });
            await using var daemon = await DaemonProcess.StartNewAsync(
                new DaemonOptions
                {
                    Program = options.Program,
                    Rules = folder.FullName,
                    Settings = $"""
                        [[volume]]
                        mount = "{volume.MountPath}"
                        ceiling = "1G"
                        """,
                },
                cancellationToken);
            await Task.Delay(DaemonProcess.SettledAfter, cancellationToken);
            Measure(report, daemon.Usage());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Measure(Report report, IReadOnlyList<ProcessUsage> usage)
    {
        report.Add("resident memory of core and rule process together, each page counted once", MiB(ResidentPages.CountOnce(usage.Select(p => p.ProcessId)).Value), "MiB", wanted: 120);
        report.Add("the same, pages that they share counted for each (sum of VmRSS)", MiB(usage.Sum(p => p.Resident.Value)), "MiB");
        report.Add("the same, pages shared with any process of the machine counted by share (sum of PSS)", MiB(usage.Sum(p => p.Proportional.Value)), "MiB");
        foreach (var (process, index) in usage.Select((p, i) => (p, i)))
        {
            report.Add($"resident, {(index == 0 ? "core" : "rule process")} ({process.Threads} threads)", MiB(process.Resident.Value), "MiB");
        }
    }

    private static double MiB(long bytes) => bytes / (double)(1 << 20);
}
