using System.Runtime.InteropServices;

namespace EventOps.Linux.Security;

/// <summary>
/// Lets a process give up everything that it does not need, once and for good, before it loads foreign code: user, groups,
/// capabilities, programs, files to write, sockets, signals to others. A step that fails leaves it half confined: end the process.
/// </summary>
public static unsafe class Confinement
{
    private const int SigKill = 9;
    private const int SetParentDeathSignal = 1;
    private const int SetDumpable = 4;
    private const int DropFromBoundingSet = 24;
    private const int SetNoNewPrivileges = 38;
    private const int Einval = 22;

    /// <summary>
    /// Confines this process. Call it on the main thread, at the start: the kernel forgets the parent-death signal when the thread that asked for it ends.
    /// </summary>
    /// <exception cref="ConfinementException">A step failed, the parent is gone, or a thread was found unconfined afterwards.</exception>
    public static ConfinementReport Apply(ConfinementOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var notes = new List<string>();
        var parent = options.Parent ?? NativeSecurity.getppid();
        SetLimits(options);
        DropBoundingSet(notes);
        BecomeUser(options);

        // Only now: a change of user clears both (prctl(2)).
        DieWithParent(parent);
        Check(NativeSecurity.prctl(SetDumpable, 0, 0, 0, 0), "hide memory from other processes of the user");
        Check(NativeSecurity.prctl(SetNoNewPrivileges, 1, 0, 0, 0), "set no-new-privileges");
        var filtered = options.FilterSystemCalls && Filter(notes);
        var threads = ConfinementCheck.EveryThread(options, filtered);
        return new ConfinementReport(filtered, threads, notes);
    }

    private static void SetLimits(ConfinementOptions options)
    {
        // RLIMIT_AS is not among them: the runtime reserves hundreds of gigabytes of address space for its heap at the start,
        // so any limit low enough to matter ends it. Memory is limited by DOTNET_GCHeapHardLimit and the control group instead.
        SetLimit(7, (ulong)options.MaxDescriptors, "limit open descriptors");
        SetLimit(6, (ulong)options.MaxThreads, "limit threads");
        SetLimit(4, 0, "forbid core dumps");
        SetLimit(1, 0, "forbid growing files");
    }

    private static void SetLimit(int resource, ulong most, string what)
    {
        var limits = stackalloc ulong[2] { most, most };
        Check(NativeSecurity.setrlimit(resource, limits), what);
    }

    private static void DropBoundingSet(List<string> notes)
    {
        for (nuint capability = 0; capability < 64; capability++)
        {
            if (NativeSecurity.prctl(DropFromBoundingSet, capability, 0, 0, 0) == 0)
            {
                continue;
            }

            var errno = Marshal.GetLastPInvokeError();
            if (errno != Einval)
            {
                notes.Add($"the capability bounding set stays ({NativeSecurity.Words(errno)}); no-new-privileges keeps it out of reach");
            }

            return;
        }
    }

    private static void BecomeUser(ConfinementOptions options)
    {
        // The C library carries these three to every thread (nptl(7)); the raw system calls would change one thread only.
        if (NativeSecurity.OwnUser == 0)
        {
            Check(NativeSecurity.setgroups(0, null), "leave all groups");
        }

        Check(NativeSecurity.setresgid(options.Group, options.Group, options.Group), $"become group {options.Group}");
        Check(NativeSecurity.setresuid(options.User, options.User, options.User), $"become user {options.User}");
    }

    private static void DieWithParent(int parent)
    {
        Check(NativeSecurity.prctl(SetParentDeathSignal, SigKill, 0, 0, 0), "die with the parent");
        if (NativeSecurity.getppid() != parent)
        {
            throw new ConfinementException("die with the parent", $"process {parent}, which started this one, has already ended");
        }
    }

    private static bool Filter(List<string> notes)
    {
        if (SystemCalls.Current is not { } calls)
        {
            notes.Add($"no system call filter for {RuntimeInformation.ProcessArchitecture}: only x86-64 and arm64 are known");
            return false;
        }

        var errno = SystemCallFilter.Install(calls);
        return errno == 0 ? true : throw new ConfinementException(
            "filter system calls",
            errno < 0 ? "a thread already has another filter" : NativeSecurity.Words(errno) + "; the kernel needs CONFIG_SECCOMP_FILTER",
            errno);
    }

    private static void Check(int answer, string step)
    {
        if (answer != 0)
        {
            var errno = Marshal.GetLastPInvokeError();
            throw new ConfinementException(step, NativeSecurity.Words(errno), errno);
        }
    }
}
