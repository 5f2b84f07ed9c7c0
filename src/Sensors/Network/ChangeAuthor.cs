using System.Globalization;
using EventOps.Linux.Processes;

namespace EventOps.Sensors.Network;

/// <summary>Who made a change of the network, in words. The kernel tells a number that most often is a process id, and processes end: a hint for a person, no proof.</summary>
internal static class ChangeAuthor
{
    private const string Ended = "a process that ended at once, such as ip(8) in a script,";

    /// <param name="port">Of netlink; 0 for the kernel.</param>
    /// <returns>Null when it was this daemon, the kernel, or cannot be known.</returns>
    public static string? OfPort(uint port) => port is 0 or > int.MaxValue || port == Environment.ProcessId ? null : Named((int)port) ?? Ended;

    /// <param name="thread">As nftables tells it with each transaction, by the machine's own count, which is another one in a container; 0 when it did not.</param>
    /// <param name="name">Of the thread, when it made the change.</param>
    public static string? OfThread(int thread, string name) =>
        thread == 0 || name.StartsWith(".NET", StringComparison.Ordinal) || Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/self/task/{thread}")) ? null
        : Named(thread, name) ?? (name.Length > 0 ? $"{name} (a process that ended at once)" : Ended);

    /// <param name="name">What it must be called; null for any.</param>
    private static string? Named(int process, string? name = null)
    {
        if (ProcessStatus.TryRead(process) is not { } author || (name is not null && author.Name != name))
        {
            return null;
        }

        var parent = author.Parent > 1 ? ProcessStatus.TryRead(author.Parent) : null;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{author.Name} (process {author.Pid}){(parent is not null ? $", started by {parent.Name} (process {parent.Pid})," : "")}");
    }
}
