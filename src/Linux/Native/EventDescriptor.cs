using System.Runtime.InteropServices;

namespace EventOps.Linux.Native;

/// <summary>An eventfd(2): any thread sets it, and a thread in <see cref="Poll.Wait"/> wakes.</summary>
public sealed class EventDescriptor : IDisposable
{
    private const int CloseOnExecNonBlocking = 0x80000 | 0x800;

    private readonly FileDescriptor _descriptor;

    /// <exception cref="LinuxException">The process or the host is out of descriptors.</exception>
    public EventDescriptor()
    {
        var descriptor = Libc.EventFd(0, CloseOnExecNonBlocking);
        _descriptor = descriptor < 0 ? throw new LinuxException("eventfd", "event", Errno.Last) : new FileDescriptor(descriptor);
    }

    /// <summary>Readable while set.</summary>
    public SafeHandle Handle => _descriptor;

    /// <summary>Sets it, once or many times; never blocks.</summary>
    public void Set()
    {
        ReadOnlySpan<byte> one = BitConverter.IsLittleEndian ? [1, 0, 0, 0, 0, 0, 0, 0] : [0, 0, 0, 0, 0, 0, 0, 1];

        // EAGAIN: the counter is full, so it is set already. Only EINTR needs another try.
        while (Libc.Write(_descriptor, one, 8) < 0 && Errno.Last == Errno.EINTR)
        {
        }
    }

    /// <summary>Clears it.</summary>
    /// <returns>Whether it was set.</returns>
    public bool Reset()
    {
        Span<byte> count = stackalloc byte[8];
        return _descriptor.TryRead(count) == 8;
    }

    public void Dispose() => _descriptor.Dispose();
}
