using System.Runtime.InteropServices;

namespace EventOps.Linux.Processes;

/// <summary>The C library's calls for starting, watching and ending children: posix_spawn(3), pidfd_open(2), waitid(2), epoll(7).</summary>
internal static unsafe partial class NativeProcess
{
    internal const int EINTR = 4;
    internal const int ECHILD = 10;
    internal const int FdCloseOnExec = 0x80000;
    internal const int DuplicateCloseOnExec = 1030;
    internal const int SpawnSetGroup = 0x02;
    internal const int SpawnSetSignalDefaults = 0x04;
    internal const int SpawnSetSignalMask = 0x08;
    internal const int SpawnSetSession = 0x80;
    internal const int WaitByPidfd = 3;
    internal const int WaitNoHang = 1;
    internal const int WaitExited = 4;
    internal const int WaitLeaveZombie = 0x01000000;
    internal const uint EpollIn = 1;
    internal const int EpollAdd = 1;
    internal const int EpollDelete = 2;
    internal const int SigKill = 9;
    internal const int SigPipe = 13;
    internal const int SigTerm = 15;

    // posix_spawnattr_t is 336 bytes, posix_spawn_file_actions_t 80, sigset_t 128, in glibc and musl alike; with room to spare.
    internal const int OpaqueSize = 512;

    // The same number on every architecture, as all calls since Linux 5.1.
    private const long PidfdOpenNumber = 434;
    private const long PidfdSendSignalNumber = 424;

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int madvise(nuint start, nuint length, int advice);

    [LibraryImport("libc")]
    internal static partial int malloc_trim(nuint pad);

    [LibraryImport("libc")]
    internal static partial int posix_spawn(out int pid, byte* path, byte* actions, byte* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc")]
    internal static partial int posix_spawn_file_actions_init(byte* actions);

    [LibraryImport("libc")]
    internal static partial int posix_spawn_file_actions_destroy(byte* actions);

    [LibraryImport("libc")]
    internal static partial int posix_spawn_file_actions_adddup2(byte* actions, int from, int to);

    [LibraryImport("libc")]
    internal static partial int posix_spawn_file_actions_addclose(byte* actions, int fd);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int posix_spawn_file_actions_addopen(byte* actions, int fd, string path, int flags, uint mode);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int posix_spawn_file_actions_addchdir_np(byte* actions, string path);

    [LibraryImport("libc")]
    internal static partial int posix_spawn_file_actions_addclosefrom_np(byte* actions, int firstFd);

    [LibraryImport("libc")]
    internal static partial int posix_spawnattr_init(byte* attributes);

    [LibraryImport("libc")]
    internal static partial int posix_spawnattr_destroy(byte* attributes);

    [LibraryImport("libc")]
    internal static partial int posix_spawnattr_setflags(byte* attributes, short flags);

    [LibraryImport("libc")]
    internal static partial int posix_spawnattr_setpgroup(byte* attributes, int group);

    [LibraryImport("libc")]
    internal static partial int posix_spawnattr_setsigmask(byte* attributes, byte* signals);

    [LibraryImport("libc")]
    internal static partial int posix_spawnattr_setsigdefault(byte* attributes, byte* signals);

    [LibraryImport("libc")]
    internal static partial int sigemptyset(byte* signals);

    [LibraryImport("libc")]
    internal static partial int sigfillset(byte* signals);

    [LibraryImport("libc")]
    internal static partial int sigdelset(byte* signals, int signal);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int pipe2(int* ends, int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int socketpair(int domain, int type, int protocol, int* ends);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int fcntl(int fd, int command, long argument);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int close(int fd);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int kill(int pid, int signal);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int waitid(int idType, uint id, byte* information, int options);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int waitpid(int pid, out int status, int options);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int epoll_ctl(int epoll, int operation, int fd, byte* change);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int epoll_wait(int epoll, byte* events, int count, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    private static partial long syscall(long number, long first, long second);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial long syscall4(long number, long first, long second, long third, long fourth);

    /// <summary>pidfd_send_signal(2). Negative with errno on failure.</summary>
    internal static int PidfdSendSignal(DescriptorHandle process, int signal)
    {
        var isHeld = false;
        try
        {
            process.DangerousAddRef(ref isHeld);
            return (int)syscall4(PidfdSendSignalNumber, process.Number, signal, 0, 0);
        }
        finally
        {
            if (isHeld)
            {
                process.DangerousRelease();
            }
        }
    }

    /// <summary>pidfd_open(2); the descriptor is always close-on-exec. -1 with errno on failure.</summary>
    internal static int PidfdOpen(int pid) => (int)syscall(PidfdOpenNumber, pid, 0);

    /// <summary>The kernel's words for an errno.</summary>
    internal static string Words(int errno) => Marshal.GetPInvokeErrorMessage(errno);
}
