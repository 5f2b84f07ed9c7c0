using System.Runtime.InteropServices;
using EventOps.Linux.Native;

namespace EventOps.Linux.Notify;

/// <summary>A filesystem's identity as statfs(2) and fanotify(7) give it (fsid). Zero on filesystems that have none.</summary>
public readonly record struct FileSystemIdentity(ulong Value)
{
    private const int Offset = 56;

    /// <exception cref="LinuxException">statfs(2) failed.</exception>
    public static FileSystemIdentity Read(LinuxPath path)
    {
        Span<byte> raw = stackalloc byte[256];
        return Libc.StatFs(path.Terminated, raw) < 0
            ? throw new LinuxException("statfs", path.ToDisplay(), Errno.Last)
            : From(raw[Offset..]);
    }

    /// <returns>Zero when the kernel does not say.</returns>
    internal static FileSystemIdentity Read(FileDescriptor file)
    {
        Span<byte> raw = stackalloc byte[256];
        return Libc.FStatFs(file, raw) < 0 ? default : From(raw[Offset..]);
    }

    internal static FileSystemIdentity From(ReadOnlySpan<byte> raw) => new(MemoryMarshal.Read<ulong>(raw));
}
