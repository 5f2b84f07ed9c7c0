using EventOps.Linux.Processes;

namespace EventOps.Host.RuleProcess;

/// <summary>What a process has used of the processors, and whether it wants more.</summary>
/// <param name="Used">In user and kernel mode, all threads; resolution 10 ms.</param>
/// <param name="IsWaiting">Its main thread sleeps or is stopped; false while it runs or waits for a processor or a disk.</param>
internal readonly record struct ProcessLoad(TimeSpan Used, bool IsWaiting)
{
    /// <returns>Nothing used and waiting, when the process is gone.</returns>
    public static ProcessLoad Of(int processId) => ProcessStatus.TryRead(processId) is { } status
        ? new ProcessLoad(status.Processor, status.State is 'S' or 'T' or 't' or 'Z')
        : new ProcessLoad(TimeSpan.Zero, IsWaiting: true);
}
