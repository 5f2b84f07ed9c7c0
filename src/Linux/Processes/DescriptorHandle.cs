using Microsoft.Win32.SafeHandles;

namespace EventOps.Linux.Processes;

/// <summary>A file descriptor that this process owns and closes: one end of a pipe or socketpair, a pidfd, an epoll.</summary>
internal sealed class DescriptorHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public DescriptorHandle()
        : base(ownsHandle: true)
    {
    }

    internal DescriptorHandle(int fd)
        : base(ownsHandle: true) => SetHandle(fd);

    internal int Number => (int)handle;

    /// <summary>Gives the number away: from now on another owner closes it.</summary>
    internal int Release()
    {
        var fd = (int)handle;
        SetHandleAsInvalid();
        return fd;
    }

    protected override bool ReleaseHandle() => NativeProcess.close((int)handle) == 0;
}
