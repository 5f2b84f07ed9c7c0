using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace EventOps.Linux.Processes;

/// <summary>
/// The one thread that waits for children: an epoll over their pidfds (pidfd_open(2)). Each child is reaped exactly once, by
/// its own pidfd, so children of other owners in this process are never touched.
/// </summary>
internal static unsafe class ChildWatcher
{
    private const int EventSize = 12;
    private const int EventSizeAligned = 16;
    private const int Batch = 32;

    private static readonly ConcurrentDictionary<int, Watched> Children = new();
    private static readonly int Epoll = NativeProcess.epoll_create1(NativeProcess.FdCloseOnExec);

    // struct epoll_event is packed on x86-64 only (epoll_ctl(2), sys/epoll.h).
    private static readonly int Stride = RuntimeInformation.ProcessArchitecture is Architecture.X64 ? EventSize : EventSizeAligned;
    private static readonly int DataOffset = Stride == EventSize ? 4 : 8;

    static ChildWatcher()
    {
        var thread = new Thread(Run) { IsBackground = true, Name = "reap" };
        thread.Start();
    }

    /// <summary>Reaps the child when it ends, and tells how it ended.</summary>
    internal static Task<ExitStatus> WatchAsync(DescriptorHandle pidfd, int pid, bool endGroup)
    {
        var watched = new Watched(pidfd, pid, endGroup);
        Children[pidfd.Number] = watched;
        Control(NativeProcess.EpollAdd, pidfd.Number);
        return watched.Done.Task;
    }

    private static void Control(int operation, int fd)
    {
        var change = stackalloc byte[EventSizeAligned];
        *(uint*)change = NativeProcess.EpollIn;
        *(int*)(change + DataOffset) = fd;
        if (NativeProcess.epoll_ctl(Epoll, operation, fd, change) < 0)
        {
            var errno = Marshal.GetLastPInvokeError();
            throw new CommandException(CommandFailure.SpawnRefused, $"could not watch a child: {NativeProcess.Words(errno)} (errno {errno})", errno);
        }
    }

    private static void Run()
    {
        var events = stackalloc byte[EventSizeAligned * Batch];
        while (true)
        {
            var count = NativeProcess.epoll_wait(Epoll, events, Batch, -1);
            for (var i = 0; i < count; i++)
            {
                var fd = *(int*)(events + (i * Stride) + DataOffset);
                if (Children.TryGetValue(fd, out var child) && Reap(child) is { } status)
                {
                    Finish(child, status);
                }
            }
        }
    }

    private static void Finish(Watched child, ExitStatus status)
    {
        Control(NativeProcess.EpollDelete, child.Pidfd.Number);
        Children.TryRemove(child.Pidfd.Number, out _);
        child.Pidfd.Dispose();
        child.Done.SetResult(status);
    }

    private static ExitStatus? Reap(Watched child)
    {
        if (child.EndGroup)
        {
            // While the child is a zombie its number cannot belong to anyone else, so this reaches its own group or nobody.
            var peek = stackalloc byte[128];
            var options = NativeProcess.WaitExited | NativeProcess.WaitNoHang | NativeProcess.WaitLeaveZombie;
            if (NativeProcess.waitid(NativeProcess.WaitByPidfd, (uint)child.Pidfd.Number, peek, options) == 0)
            {
                _ = NativeProcess.kill(-child.Pid, NativeProcess.SigKill);
            }
        }

        return Collect(child.Pidfd.Number);
    }

    private static ExitStatus? Collect(int pidfd)
    {
        // siginfo_t of waitid(2), 64 bit: si_signo, si_errno, si_code, pad, si_pid, si_uid, si_status.
        var information = stackalloc int[32];
        new Span<int>(information, 32).Clear();
        if (NativeProcess.waitid(NativeProcess.WaitByPidfd, (uint)pidfd, (byte*)information, NativeProcess.WaitExited | NativeProcess.WaitNoHang) < 0)
        {
            return Marshal.GetLastPInvokeError() == NativeProcess.EINTR ? null : new ExitStatus(ExitKind.Lost, 0);
        }

        const int ByItself = 1;
        return information[4] == 0 ? null
            : information[2] == ByItself ? ExitStatus.OfCode(information[6])
            : ExitStatus.OfSignal(information[6]);
    }

    private sealed record Watched(DescriptorHandle Pidfd, int Pid, bool EndGroup)
    {
        internal TaskCompletionSource<ExitStatus> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
