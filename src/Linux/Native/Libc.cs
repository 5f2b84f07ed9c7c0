using System.Runtime.InteropServices;

namespace EventOps.Linux.Native;

/// <summary>The calls of the C library that Tmds.LibC lacks or that take paths as bytes. Structures are those of 64-bit Linux.</summary>
internal static partial class Libc
{
    private const string Name = "libc";

    [LibraryImport(Name, EntryPoint = "open", SetLastError = true)]
    internal static partial int Open(byte[] path, int flags, int mode);

    [LibraryImport(Name, EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int descriptor);

    [LibraryImport(Name, EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(FileDescriptor descriptor, Span<byte> buffer, nuint count);

    [LibraryImport(Name, EntryPoint = "pread", SetLastError = true)]
    internal static partial nint PRead(FileDescriptor descriptor, Span<byte> buffer, nuint count, long offset);

    [LibraryImport(Name, EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(FileDescriptor descriptor, ReadOnlySpan<byte> buffer, nuint count);

    [LibraryImport(Name, EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Ioctl(FileDescriptor descriptor, nuint request, Span<byte> argument);

    [LibraryImport(Name, EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Ioctl(FileDescriptor descriptor, nuint request, nint argument);

    [LibraryImport(Name, EntryPoint = "statvfs", SetLastError = true)]
    internal static partial int StatVfs(byte[] path, out StatVfs result);

    [LibraryImport(Name, EntryPoint = "fstatvfs", SetLastError = true)]
    internal static partial int FStatVfs(SafeHandle descriptor, out StatVfs result);

    [LibraryImport(Name, EntryPoint = "statfs", SetLastError = true)]
    internal static partial int StatFs(byte[] path, Span<byte> result);

    [LibraryImport(Name, EntryPoint = "fstatfs", SetLastError = true)]
    internal static partial int FStatFs(FileDescriptor descriptor, Span<byte> result);

    [LibraryImport(Name, EntryPoint = "statx", SetLastError = true)]
    internal static partial int StatX(SafeHandle folder, byte[] path, int flags, uint mask, Span<byte> result);

    [LibraryImport(Name, EntryPoint = "statx", SetLastError = true)]
    internal static partial int StatX(int folder, byte[] path, int flags, uint mask, Span<byte> result);

    [LibraryImport(Name, EntryPoint = "fsync", SetLastError = true)]
    internal static partial int FSync(FileDescriptor descriptor);

    [LibraryImport(Name, EntryPoint = "ftruncate", SetLastError = true)]
    internal static partial int FTruncate(FileDescriptor descriptor, long length);

    [LibraryImport(Name, EntryPoint = "fallocate", SetLastError = true)]
    internal static partial int FAllocate(FileDescriptor descriptor, int mode, long offset, long length);

    [LibraryImport(Name, EntryPoint = "renameat2", SetLastError = true)]
    internal static partial int RenameAt2(int oldFolder, byte[] oldPath, int newFolder, byte[] newPath, uint flags);

    [LibraryImport(Name, EntryPoint = "unlink", SetLastError = true)]
    internal static partial int Unlink(byte[] path);

    [LibraryImport(Name, EntryPoint = "ppoll", SetLastError = true)]
    internal static unsafe partial int PPoll(PollRecord* records, nuint count, TimeSpec* timeout, nint signals);

    [LibraryImport(Name, EntryPoint = "eventfd", SetLastError = true)]
    internal static partial int EventFd(uint initial, int flags);

    [LibraryImport(Name, EntryPoint = "fanotify_init", SetLastError = true)]
    internal static partial int FanotifyInit(uint flags, uint eventFlags);

    [LibraryImport(Name, EntryPoint = "fanotify_mark", SetLastError = true)]
    internal static partial int FanotifyMark(FileDescriptor group, uint flags, ulong mask, int folder, byte[] path);

    [LibraryImport(Name, EntryPoint = "inotify_init1", SetLastError = true)]
    internal static partial int InotifyInit(int flags);

    [LibraryImport(Name, EntryPoint = "inotify_add_watch", SetLastError = true)]
    internal static partial int InotifyAddWatch(FileDescriptor instance, byte[] path, uint mask);

    [LibraryImport(Name, EntryPoint = "inotify_rm_watch", SetLastError = true)]
    internal static partial int InotifyRemoveWatch(FileDescriptor instance, int watch);

    [LibraryImport(Name, EntryPoint = "socket", SetLastError = true)]
    internal static partial int Socket(int family, int type, int protocol);

    [LibraryImport(Name, EntryPoint = "bind", SetLastError = true)]
    internal static partial int Bind(FileDescriptor socket, ReadOnlySpan<byte> address, uint length);

    [LibraryImport(Name, EntryPoint = "setsockopt", SetLastError = true)]
    internal static partial int SetSocketOption(FileDescriptor socket, int level, int option, in int value, uint length);

    [LibraryImport(Name, EntryPoint = "getsockopt", SetLastError = true)]
    internal static partial int GetSocketOption(FileDescriptor socket, int level, int option, out int value, ref uint length);

    [LibraryImport(Name, EntryPoint = "recvfrom", SetLastError = true)]
    internal static partial nint ReceiveFrom(
        FileDescriptor socket, Span<byte> buffer, nuint count, int flags, Span<byte> address, ref uint addressLength);
}
