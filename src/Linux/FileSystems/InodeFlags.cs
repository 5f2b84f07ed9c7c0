using System.Runtime.InteropServices;
using EventOps.Linux.Native;

namespace EventOps.Linux.FileSystems;

/// <summary>The flags that lsattr(1) shows and chattr(1) sets (ioctl_iflags(2)).</summary>
public static class InodeFlags
{
    private const nuint Get = 0x80086601;
    private const nuint Set = 0x40086602;
    private const int Immutable = 0x10;

    /// <returns>Null when the filesystem knows no such flags.</returns>
    /// <exception cref="LinuxException">It cannot be opened.</exception>
    public static bool? IsImmutable(LinuxPath path)
    {
        using var file = Open(path);
        return Read(file) is { } flags ? (flags & Immutable) != 0 : null;
    }

    /// <summary>Takes this one flag away, or gives it; the others stay.</summary>
    /// <exception cref="LinuxException">EPERM: CAP_LINUX_IMMUTABLE is missing.</exception>
    public static void SetImmutable(LinuxPath path, bool isImmutable)
    {
        using var file = Open(path);
        if (Read(file) is not { } flags || ((flags & Immutable) != 0) == isImmutable)
        {
            return;
        }

        Span<byte> raw = stackalloc byte[8];
        MemoryMarshal.Write(raw, isImmutable ? flags | Immutable : flags & ~Immutable);
        Ioctl.Call(file, Set, raw, "FS_IOC_SETFLAGS", path.ToDisplay(), "it needs CAP_LINUX_IMMUTABLE");
    }

    private static FileDescriptor Open(LinuxPath path) => FileDescriptor.Open(path, OpenMode.Read | OpenMode.NonBlocking | OpenMode.NoFollow);

    private static int? Read(FileDescriptor file)
    {
        Span<byte> raw = stackalloc byte[8];
        return Ioctl.Try(file, Get, raw) < 0 ? null : MemoryMarshal.Read<int>(raw);
    }
}
