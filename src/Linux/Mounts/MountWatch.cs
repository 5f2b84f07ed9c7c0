using EventOps.Linux.Native;

namespace EventOps.Linux.Mounts;

/// <summary>Waits for the mount table to change, as poll(2) on mountinfo tells it; for a thread of its own.</summary>
/// <remarks>Changes between two waits are told by the next one. Only mounting and unmounting and remounting tell, not a filesystem's own turn to read-only.</remarks>
public sealed class MountWatch : IDisposable
{
    private readonly FileDescriptor _table;

    /// <summary>Changes from here on are told.</summary>
    /// <exception cref="LinuxException">The file cannot be opened.</exception>
    public MountWatch(string path = "/proc/self/mountinfo") =>
        _table = FileDescriptor.Open(LinuxPath.FromString(path), OpenMode.Read);

    /// <summary>Blocks the calling thread until a change, until <paramref name="stop"/> is set, or until the time is over.</summary>
    /// <param name="timeout">Null waits for ever.</param>
    /// <exception cref="LinuxException">Waiting failed.</exception>
    public MountWait Wait(EventDescriptor stop, TimeSpan? timeout = null)
    {
        Span<PollRequest> requests =
        [
            new(_table, PollEvents.Priority),
            new(stop.Handle, PollEvents.Readable),
        ];
        Poll.Wait(requests, timeout);
        if (requests[1].Returned != PollEvents.None)
        {
            return MountWait.Stopped;
        }

        return requests[0].Returned != PollEvents.None ? MountWait.Changed : MountWait.TimedOut;
    }

    public void Dispose() => _table.Dispose();
}
