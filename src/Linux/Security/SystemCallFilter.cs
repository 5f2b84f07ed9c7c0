using System.Runtime.InteropServices;

namespace EventOps.Linux.Security;

/// <summary>
/// The seccomp(2) filter of a confined process. Refused calls fail with EPERM, so foreign code sees an error instead of
/// ending the process; whatever the kernel has learned since Linux 5.1 is refused unless named.
/// </summary>
internal static unsafe class SystemCallFilter
{
    private const int Eperm = 1;
    private const int Enosys = 38;
    private const uint X32 = 0x40000000;
    private const uint CloneThread = 0x00010000;

    // O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND: the same on x86-64 and arm64.
    private const uint WriteFlags = 0x1 | 0x2 | 0x40 | 0x200 | 0x400;
    private const uint SetParentDeathSignal = 1;
    private const uint SetDumpable = 4;
    private const uint PushTerminalInput = 0x5412;
    private const uint ControlConsole = 0x541C;
    private const int SetModeFilter = 1;
    private const int AllThreads = 1;

    /// <summary>Installs the filter on every thread of this process.</summary>
    /// <returns>0, an errno, or -1 when no single thread could be given the filter because another has a different one.</returns>
    internal static int Install(SystemCalls calls)
    {
        var program = Build(calls, (uint)Environment.ProcessId).Code;
        fixed (BpfProgram.Instruction* first = program)
        {
            var header = new Header((ushort)program.Length, (nint)first);
            var answer = NativeSecurity.syscall(calls.Seccomp, SetModeFilter, AllThreads, &header);
            return answer == 0 ? 0 : answer > 0 ? -1 : Marshal.GetLastPInvokeError();
        }
    }

    private static BpfProgram Build(SystemCalls calls, uint pid)
    {
        var refuse = BpfProgram.Refuse(Eperm);
        var program = new BpfProgram().ForArchitecture(calls.AuditArchitecture);
        program.WhenAtLeast(X32, refuse);

        // The arguments of clone3 lie in memory, where a filter cannot look; without it the C library falls back to clone.
        program.When(SystemCalls.Clone3, BpfProgram.Refuse(Enosys));
        program.OnlyWithBits(calls.Clone, 0, CloneThread, refuse);
        program.NeverWithBits(calls.OpenAt, 2, WriteFlags, refuse);
        program.NeverWithBits(calls.Open, 1, WriteFlags, refuse);

        // The runtime's garbage collector signals its own threads.
        program.OnlyWithValue(calls.ThreadKill, 0, pid, refuse);
        program.OnlyWithValue(calls.ProcessLimit, 0, 0, refuse);
        program.NeverWithValues(calls.Prctl, 0, [SetParentDeathSignal, SetDumpable], refuse);
        program.NeverWithValues(calls.Ioctl, 1, [PushTerminalInput, ControlConsole], refuse);
        foreach (var number in calls.Refused)
        {
            program.When(number, refuse);
        }

        program.AllowOnlyFrom(SystemCalls.FirstShared, SystemCalls.AllowedShared, BpfProgram.Refuse(Enosys));
        return program.Return(BpfProgram.Allow);
    }

    /// <summary>struct sock_fprog of linux/filter.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Header(ushort Length, nint First);
}
