using System.Globalization;
using EventOps.Linux.Processes;
using EventOps.Model;

namespace EventOps.Lab;

/// <summary>What one process has used, from its folder in proc(5).</summary>
/// <param name="Resident">VmRSS: all its pages in memory, those that it shares with others counted whole.</param>
/// <param name="Proportional">Pss: shared pages counted by its share of them.</param>
/// <param name="Processor">Time on a processor, user and kernel, in ticks of 10 ms.</param>
/// <param name="Switches">Context switches of the threads that live, voluntary or not.</param>
public sealed record ProcessUsage(int ProcessId, string Name, Bytes Resident, Bytes Proportional, TimeSpan Processor, long Switches, int Threads)
{
    /// <summary>A process and its children, the process first. One that has gone is left out.</summary>
    public static IReadOnlyList<ProcessUsage> ReadWithChildren(int processId) =>
        [.. ((int[])[processId, .. ChildrenOf(processId)]).Select(TryRead).OfType<ProcessUsage>()];

    /// <summary>Time on a processor between two readings of the same processes. What one has used that has ended since is not known any more.</summary>
    public static TimeSpan ProcessorBetween(IReadOnlyList<ProcessUsage> before, IReadOnlyList<ProcessUsage> after) =>
        after.Aggregate(TimeSpan.Zero, (sum, now) => sum + now.Processor - (before.FirstOrDefault(p => p.ProcessId == now.ProcessId)?.Processor ?? TimeSpan.Zero));

    /// <returns>Null when there is no such process.</returns>
    public static ProcessUsage? TryRead(int processId)
    {
        var folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}");
        try
        {
            if (ProcessStatus.TryRead(processId) is not { } now)
            {
                return null;
            }

            var status = Pairs(Path.Combine(folder, "status"));
            var threads = Directory.GetDirectories(Path.Combine(folder, "task"));
            return new ProcessUsage(
                processId,
                status["Name"],
                KiB(status["VmRSS"]),
                KiB(Pairs(Path.Combine(folder, "smaps_rollup"))["Pss"]),
                now.Processor,
                threads.Sum(SwitchesOf),
                threads.Length);
        }
        catch (Exception e) when (e is IOException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static IEnumerable<int> ChildrenOf(int processId) =>
        Directory.GetDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/task"))
            .SelectMany(thread => File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(id => int.Parse(id, CultureInfo.InvariantCulture));

    private static long SwitchesOf(string thread)
    {
        var status = Pairs(Path.Combine(thread, "status"));
        return long.Parse(status["voluntary_ctxt_switches"], CultureInfo.InvariantCulture)
            + long.Parse(status["nonvoluntary_ctxt_switches"], CultureInfo.InvariantCulture);
    }

    private static Dictionary<string, string> Pairs(string file) => File.ReadLines(file)
        .Select(line => line.Split(':', 2))
        .Where(pair => pair.Length == 2)
        .ToDictionary(pair => pair[0], pair => pair[1].Trim(), StringComparer.Ordinal);

    private static Bytes KiB(string text) => Bytes.FromKiB(long.Parse(text.Split(' ')[0], CultureInfo.InvariantCulture));
}
