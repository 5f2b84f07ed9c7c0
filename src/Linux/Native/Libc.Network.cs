using System.Runtime.InteropServices;

namespace EventOps.Linux.Native;

/// <summary>Calls for sockets and namespaces.</summary>
internal static partial class Libc
{
    [LibraryImport(Name, EntryPoint = "sendto", SetLastError = true)]
    internal static partial nint SendTo(
        FileDescriptor socket, ReadOnlySpan<byte> buffer, nuint count, int flags, ReadOnlySpan<byte> address, uint addressLength);

    [LibraryImport(Name, EntryPoint = "getsockname", SetLastError = true)]
    internal static partial int GetSocketName(FileDescriptor socket, Span<byte> address, ref uint length);

    [LibraryImport(Name, EntryPoint = "recvmsg", SetLastError = true)]
    internal static partial nint ReceiveMessage(SafeHandle socket, ref MessageHeader message, int flags);

    /// <summary>Moves the calling thread alone; namespaces(7).</summary>
    [LibraryImport(Name, EntryPoint = "setns", SetLastError = true)]
    internal static partial int SetNamespace(FileDescriptor target, int kind);

    /// <summary>Gives the calling thread alone what it shared; unshare(2).</summary>
    [LibraryImport(Name, EntryPoint = "unshare", SetLastError = true)]
    internal static partial int Unshare(int kind);

    [LibraryImport(Name, EntryPoint = "mount", SetLastError = true)]
    internal static partial int Mount(byte[] source, byte[] target, byte[] kind, nuint flags, nint data);
}
