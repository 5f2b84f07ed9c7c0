using EventOps.Linux.Native;

namespace EventOps.Linux.Notify;

/// <summary>An event of inotify(7).</summary>
/// <param name="Watch">As <see cref="InotifyInstance.AddWatch"/> returned it; -1 of an overflow.</param>
/// <param name="Cookie">The same in both halves of a rename; 0 otherwise.</param>
/// <param name="Name">Within a watched folder; empty when it happened to the watched thing itself.</param>
public readonly record struct InotifyEvent(int Watch, InotifyMask Mask, uint Cookie, LinuxPath Name)
{
    /// <summary>Events were lost, any number of them: look at everything again.</summary>
    public bool IsOverflow => Mask.HasFlag(InotifyMask.QueueOverflow);
}
