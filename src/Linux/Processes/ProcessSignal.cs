using EventOps.Linux.Native;

namespace EventOps.Linux.Processes;

/// <summary>Signals to processes that others started.</summary>
public static class ProcessSignal
{
    /// <summary>SIGTERM: asks it to end.</summary>
    public const int Terminate = 15;

    /// <summary>SIGCONT: lets it go on that was stopped.</summary>
    public const int Continue = 18;

    /// <summary>Sends a signal to a process that is called so; to no other that got its id meanwhile.</summary>
    /// <param name="name">As <see cref="ProcessStatus.Name"/>.</param>
    /// <returns>False when there is no such process any more.</returns>
    /// <exception cref="LinuxException">EPERM.</exception>
    public static bool Send(int pid, string name, int signal)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pid, 2);
        using var process = new DescriptorHandle(NativeProcess.PidfdOpen(pid));
        if (process.IsInvalid || ProcessStatus.TryRead(pid)?.Name != name)
        {
            return false;
        }

        // From the opening on it is this process or none.
        if (NativeProcess.PidfdSendSignal(process, signal) >= 0)
        {
            return true;
        }

        return Errno.Last == Errno.ESRCH ? false : throw new LinuxException("pidfd_send_signal", $"process {pid}", Errno.Last);
    }
}
