using System.Diagnostics;
using EventOps.Host.Replay;
using EventOps.Journal;
using EventOps.Rules.Compilation;
using EventOps.Rules.Process;

namespace EventOps.Bench.Replay;

/// <summary>Prints one line of figures.</summary>
internal static class Measure
{
    /// <summary>What of it goes into the journal alone: lines are read, their hashes checked, their events made.</summary>
    public static void Reading(string folder)
    {
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        long count = 0;
        foreach (var _ in JournalReader.Open(folder).Read())
        {
            count++;
        }

        process.Refresh();
        Console.WriteLine($"reading alone: {count / (process.TotalProcessorTime - cpu).TotalSeconds:0} events per second of processor time");
    }

    public static void Replay(string folder, string rules)
    {
        var sources = Directory.GetFiles(rules, "*.cs").Order(StringComparer.Ordinal).Select(f => new RuleSource(Path.GetFileName(f), File.ReadAllBytes(f))).ToList();
        var compiled = new RuleFileCompiler(RuleReferences.OfThisProgram()).Compile(sources);
        var comparison = new ReplayComparison(new ReplayRules(new RuleSetManifest([.. compiled.Select(c => c.Compiled!)], [])), ReplayRange.All, _ => { });
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        var (cpu, watch) = (process.TotalProcessorTime, Stopwatch.StartNew());
        long count = 0, early = 0, late = 0;
        foreach (var record in JournalReader.Open(folder).Read())
        {
            comparison.Take(record);
            if (++count % 100_000 == 0)
            {
                late = GC.GetTotalMemory(forceFullCollection: false);
                early = early == 0 ? late : early;
            }
        }

        var report = comparison.Finish();
        process.Refresh();
        cpu = process.TotalProcessorTime - cpu;
        Console.WriteLine($"replay: {count} events, {report.Extra} decisions, {count / watch.Elapsed.TotalSeconds:0} events/s; {count / cpu.TotalSeconds:0} per second of processor time; heap {early >> 20} MiB after 100,000 events, {late >> 20} MiB at the end; load {File.ReadAllText("/proc/loadavg").Trim()}");
    }
}
