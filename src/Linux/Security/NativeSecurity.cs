using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EventOps.Linux.Security;

/// <summary>The C library's calls for credentials, limits, seccomp(2) and descriptor-relative opening.</summary>
internal static unsafe partial class NativeSecurity
{
    internal const int CurrentFolder = -100;
    internal const int OpenWriteCreate = 2 | 0x40;
    internal const int OpenPathOnly = 0x200000;
    internal const int OpenCloseOnExec = 0x80000;
    internal const int OpenNonBlocking = 0x800;

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int prctl(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int setgroups(nuint count, uint* groups);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int setresuid(uint real, uint effective, uint saved);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int setresgid(uint real, uint effective, uint saved);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int setrlimit(int resource, ulong* limits);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int setpriority(int which, uint who, int nice);

    [LibraryImport("libc")]
    internal static partial int gettid();

    [LibraryImport("libc")]
    internal static partial int getppid();

    [LibraryImport("libc")]
    internal static partial uint geteuid();

    [LibraryImport("libc", SetLastError = true)]
    internal static partial long syscall(long number, long a, long b, void* c);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int flock(SafeFileHandle fd, int operation);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int openat(int folder, string path, int flags, uint mode);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int fchmod(SafeFileHandle fd, uint mode);

    /// <summary>The user whom the kernel takes this process for.</summary>
    internal static uint OwnUser { get; } = geteuid();

    // O_DIRECTORY and O_NOFOLLOW are the two open flags whose numbers differ between the architectures (asm/fcntl.h).
    internal static int OpenFolder => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 ? 0x4000 : 0x10000;

    internal static int OpenNoFollow => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 ? 0x8000 : 0x20000;

    internal static string Words(int errno) => $"{Marshal.GetPInvokeErrorMessage(errno)} (errno {errno})";
}
