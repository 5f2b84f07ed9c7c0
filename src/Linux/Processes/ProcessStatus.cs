using System.Globalization;

namespace EventOps.Linux.Processes;

/// <summary>A process as it is at a moment: /proc/PID/stat of proc_pid_stat(5).</summary>
/// <param name="Name">Of its program, as it says itself: 15 bytes at most, not to be trusted.</param>
/// <param name="State">R, S, D, T (stopped), Z…</param>
/// <param name="Parent">The process that started it, or took it over.</param>
/// <param name="Processor">Time on a processor, in user and kernel mode, all threads; resolution 10 ms.</param>
public sealed record ProcessStatus(int Pid, string Name, char State, int Parent = 0, TimeSpan Processor = default)
{
    /// <summary>USER_HZ, the same on every Linux that .NET runs on (sysconf(3), _SC_CLK_TCK).</summary>
    private const int TicksPerSecond = 100;

    /// <returns>Null when it has gone, or is not to be seen from here.</returns>
    public static ProcessStatus? TryRead(int pid)
    {
        try
        {
            return Parse(pid, File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <returns>Null when malformed.</returns>
    internal static ProcessStatus? Parse(int pid, string text)
    {
        // The name stands in brackets and may hold any, so the last one counts; what follows it holds none.
        var (open, close) = (text.IndexOf('('), text.LastIndexOf(')'));
        if (open < 0 || close < open)
        {
            return null;
        }

        var fields = text[(close + 1)..].Split(' ');
        return fields.Length > 13 && fields[1].Length == 1
            && int.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var parent)
            && long.TryParse(fields[12], NumberStyles.None, CultureInfo.InvariantCulture, out var user)
            && long.TryParse(fields[13], NumberStyles.None, CultureInfo.InvariantCulture, out var kernel)
            ? new ProcessStatus(pid, text[(open + 1)..close], fields[1][0], parent, TimeSpan.FromSeconds(((double)user + kernel) / TicksPerSecond))
            : null;
    }
}
