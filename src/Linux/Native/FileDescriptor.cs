using System.Globalization;
using System.Runtime.InteropServices;

namespace EventOps.Linux.Native;

/// <summary>An open file descriptor, closed once when it is disposed of or collected.</summary>
public sealed class FileDescriptor : SafeHandle
{
    public FileDescriptor()
        : base(-1, ownsHandle: true)
    {
    }

    public FileDescriptor(int descriptor)
        : this() => SetHandle(descriptor);

    public override bool IsInvalid => handle < 0;

    /// <summary>Opens with O_CLOEXEC added; a call that a signal interrupted is begun again.</summary>
    /// <exception cref="LinuxException">open(2) refused.</exception>
    public static FileDescriptor Open(LinuxPath path, OpenMode mode)
    {
        int descriptor;
        do
        {
            descriptor = Libc.Open(path.Terminated, OpenFlags.Of(mode) | OpenFlags.CloseOnExec, 0);
        }
        while (descriptor < 0 && Errno.Last == Errno.EINTR);

        return descriptor < 0 ? throw new LinuxException("open", path.ToDisplay(), Errno.Last) : new FileDescriptor(descriptor);
    }

    /// <summary>Makes a file that is not there yet, for its owner only, open for reading and writing.</summary>
    /// <exception cref="LinuxException">EEXIST, or open(2) refused.</exception>
    public static FileDescriptor CreateNew(LinuxPath path)
    {
        const int OwnerOnly = 0x180;
        var descriptor = Libc.Open(path.Terminated, OpenFlags.CreateNew | OpenFlags.ReadWrite | OpenFlags.CloseOnExec, OwnerOnly);
        return descriptor < 0 ? throw new LinuxException("open", path.ToDisplay(), Errno.Last) : new FileDescriptor(descriptor);
    }

    /// <summary>Makes what was written durable, fsync(2); of a folder, the names in it.</summary>
    /// <exception cref="LinuxException">The disk refused.</exception>
    public void Sync(string target)
    {
        if (Libc.FSync(this) < 0)
        {
            throw new LinuxException("fsync", target, Errno.Last);
        }
    }

    /// <summary>Reads up to the buffer's length from where the descriptor stands.</summary>
    /// <returns>The number of bytes; 0 at the end; or minus the errno, EINTR never.</returns>
    public int TryRead(Span<byte> buffer)
    {
        nint count;
        do
        {
            count = Libc.Read(this, buffer, (nuint)buffer.Length);
        }
        while (count < 0 && Errno.Last == Errno.EINTR);

        return count < 0 ? -Errno.Last : (int)count;
    }

    /// <summary>Fills the buffer from the given offset as far as the file goes, whatever the pieces the kernel gives it in.</summary>
    /// <exception cref="LinuxException">pread(2) failed.</exception>
    public int ReadAt(Span<byte> buffer, long offset, string target)
    {
        var filled = 0;
        while (filled < buffer.Length)
        {
            var count = Libc.PRead(this, buffer[filled..], (nuint)(buffer.Length - filled), offset + filled);
            if (count == 0)
            {
                break;
            }

            if (count > 0)
            {
                filled += (int)count;
            }
            else if (Errno.Last != Errno.EINTR)
            {
                throw new LinuxException("read", target, Errno.Last);
            }
        }

        return filled;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"descriptor {handle}");

    /// <remarks>Linux has released the descriptor even when close(2) says EINTR, so it is never called twice.</remarks>
    protected override bool ReleaseHandle() => Libc.Close((int)handle) == 0 || Errno.Last == Errno.EINTR;
}
