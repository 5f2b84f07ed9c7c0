using System.Globalization;

namespace EventOps.Host.RuleProcess;

/// <summary>What a process has used of the processors, and whether it wants more: /proc/PID/stat of proc_pid_stat(5).</summary>
/// <param name="Used">In user and kernel mode, all threads; resolution 10 ms.</param>
/// <param name="IsWaiting">Its main thread sleeps or is stopped; false while it runs or waits for a processor or a disk.</param>
internal readonly record struct ProcessLoad(TimeSpan Used, bool IsWaiting)
{
    /// <summary>USER_HZ, the same on every Linux that .NET runs on (sysconf(3), _SC_CLK_TCK).</summary>
    private const int TicksPerSecond = 100;

    /// <returns>Nothing used and waiting, when the process is gone.</returns>
    public static ProcessLoad Of(int processId)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));

            // The name may hold spaces and parentheses; what follows the last one does not.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
            return new ProcessLoad(TimeSpan.FromSeconds((double)ticks / TicksPerSecond), fields[0] is "S" or "T" or "t" or "Z");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException)
        {
            return new ProcessLoad(TimeSpan.Zero, IsWaiting: true);
        }
    }
}
