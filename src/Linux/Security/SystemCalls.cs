using System.Runtime.InteropServices;

namespace EventOps.Linux.Security;

/// <summary>System call numbers of x86-64 (asm/unistd_64.h) and arm64 (asm-generic/unistd.h); -1 where an architecture has no such call.</summary>
internal sealed class SystemCalls
{
    /// <summary>The first number of the range that all architectures share since Linux 5.1.</summary>
    internal const uint FirstShared = 424;

    internal const int Clone3 = 435;

    private static readonly (string Name, int X64, int Arm64)[] RefusedTable =
    [
        // New programs, processes and the reins over others.
        ("fork", 57, -1), ("vfork", 58, -1), ("execve", 59, 221), ("execveat", 322, 281), ("ptrace", 101, 117), ("kill", 62, 129),
        ("tkill", 200, 130), ("rt_sigqueueinfo", 129, 138), ("rt_tgsigqueueinfo", 297, 240), ("process_vm_readv", 310, 270),
        ("process_vm_writev", 311, 271), ("kcmp", 312, 272), ("setsid", 112, 157), ("setpgid", 109, 154), ("migrate_pages", 256, 238),

        // New sockets and the ways to connect one.
        ("socket", 41, 198), ("socketpair", 53, 199), ("connect", 42, 203), ("bind", 49, 200), ("listen", 50, 201), ("accept", 43, 202),
        ("accept4", 288, 242),

        // Changing names, folders, owners and attributes.
        ("creat", 85, -1), ("unlink", 87, -1), ("unlinkat", 263, 35), ("rmdir", 84, -1), ("rename", 82, -1), ("renameat", 264, 38),
        ("renameat2", 316, 276), ("mkdir", 83, -1), ("mkdirat", 258, 34), ("link", 86, -1), ("linkat", 265, 37), ("symlink", 88, -1),
        ("symlinkat", 266, 36), ("mknod", 133, -1), ("mknodat", 259, 33), ("chmod", 90, -1), ("fchmod", 91, 52), ("fchmodat", 268, 53),
        ("chown", 92, -1), ("fchown", 93, 55), ("lchown", 94, -1), ("fchownat", 260, 54), ("truncate", 76, 45), ("utime", 132, -1),
        ("utimes", 235, -1), ("utimensat", 280, 88), ("futimesat", 261, -1), ("setxattr", 188, 5), ("lsetxattr", 189, 6),
        ("fsetxattr", 190, 7), ("removexattr", 197, 14), ("lremovexattr", 198, 15), ("fremovexattr", 199, 16),
        ("open_by_handle_at", 304, 265), ("name_to_handle_at", 303, 264),

        // Credentials and namespaces.
        ("setuid", 105, 146), ("setgid", 106, 144), ("setreuid", 113, 145), ("setregid", 114, 143), ("setresuid", 117, 147),
        ("setresgid", 119, 149), ("setfsuid", 122, 151), ("setfsgid", 123, 152), ("setgroups", 116, 159), ("capset", 126, 91),
        ("setns", 308, 268), ("unshare", 272, 97), ("chroot", 161, 51), ("pivot_root", 155, 41), ("personality", 135, 92),

        // The machine.
        ("mount", 165, 40), ("umount2", 166, 39), ("swapon", 167, 224), ("swapoff", 168, 225), ("reboot", 169, 142),
        ("sethostname", 170, 161), ("setdomainname", 171, 162), ("kexec_load", 246, 104), ("kexec_file_load", 320, 294),
        ("init_module", 175, 105), ("finit_module", 313, 273), ("delete_module", 176, 106), ("acct", 163, 89), ("quotactl", 179, 60),
        ("settimeofday", 164, 170), ("clock_settime", 227, 112), ("adjtimex", 159, 171), ("clock_adjtime", 305, 266),
        ("syslog", 103, 116), ("vhangup", 153, 58), ("iopl", 172, -1), ("ioperm", 173, -1), ("modify_ldt", 154, -1),
        ("uselib", 134, -1), ("lookup_dcookie", 212, 18), ("nfsservctl", 180, 42),

        // Large kernel surfaces that rules never need.
        ("bpf", 321, 280), ("perf_event_open", 298, 241), ("userfaultfd", 323, 282), ("keyctl", 250, 219), ("add_key", 248, 217),
        ("request_key", 249, 218), ("fanotify_init", 300, 262), ("inotify_init", 253, -1), ("inotify_init1", 294, 26),
        ("io_setup", 206, 0), ("shmget", 29, 194), ("shmat", 30, 196), ("msgget", 68, 186), ("msgsnd", 69, 189), ("msgrcv", 70, 188),
        ("semget", 64, 190), ("semop", 65, 193), ("mq_open", 240, 180), ("mq_unlink", 241, 181), ("splice", 275, 76), ("tee", 276, 77),
        ("vmsplice", 278, 75),
    ];

    private readonly bool arm;

    private SystemCalls(bool arm) => this.arm = arm;

    /// <summary>The numbers of the machine that this runs on; null when its architecture is not in the table.</summary>
    internal static SystemCalls? Current => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => new SystemCalls(arm: false),
        Architecture.Arm64 => new SystemCalls(arm: true),
        _ => null,
    };

    /// <summary>AUDIT_ARCH_X86_64 or AUDIT_ARCH_AARCH64 of linux/audit.h.</summary>
    internal uint AuditArchitecture => arm ? 0xC00000B7 : 0xC000003E;

    /// <summary>Calls that a confined process never gets.</summary>
    internal IEnumerable<int> Refused => RefusedTable.Select(c => Pick(c.X64, c.Arm64)).Where(n => n >= 0);

    /// <summary>
    /// Of the calls since Linux 5.1 those that a runtime may need: close_range, faccessat2, epoll_pwait2, futex_waitv,
    /// map_shadow_stack, futex_wake, futex_wait, futex_requeue, mseal.
    /// </summary>
    internal static ReadOnlySpan<int> AllowedShared => [436, 439, 441, 449, 453, 454, 455, 456, 462];

    internal int Clone => Pick(56, 220);

    internal int OpenAt => Pick(257, 56);

    internal int Open => Pick(2, -1);

    internal int Ioctl => Pick(16, 29);

    internal int Prctl => Pick(157, 167);

    internal int ProcessLimit => Pick(302, 261);

    internal int ThreadKill => Pick(234, 131);

    internal int Seccomp => Pick(317, 277);

    private int Pick(int x64, int arm64) => arm ? arm64 : x64;
}
