using System.IO.Pipes;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EventOps.Linux.Processes;

/// <summary>
/// A started child. It is reaped as soon as it ends, whether or not anyone awaits <see cref="Exited"/>; disposing closes the
/// pipes only and never ends the child.
/// </summary>
public sealed class ChildProcess : IDisposable
{
    private readonly ChildGroup group;

    private ChildProcess(int pid, ChildGroup group, Task<ExitStatus> exited, Stream? output, Stream? error)
    {
        Pid = pid;
        this.group = group;
        Exited = exited;
        Output = output;
        Error = error;
    }

    public int Pid { get; }

    /// <summary>Completes when the child has ended and has been reaped. Never fails.</summary>
    public Task<ExitStatus> Exited { get; }

    /// <summary>What the child writes to stdout; null when its output is not captured. Reads are asynchronous and can be cancelled.</summary>
    public Stream? Output { get; }

    /// <summary>What the child writes to stderr; null when its output is not captured.</summary>
    public Stream? Error { get; }

    /// <summary>Starts a program by posix_spawn(3), from a thread that lives as long as this process.</summary>
    /// <exception cref="CommandException">Bad options, or the kernel refused; nothing runs.</exception>
    public static Task<ChildProcess> StartAsync(ChildOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Validate(options);
        return Spawner.RunAsync(() => Start(options));
    }

    /// <summary>Sends a signal to the child; false when it has already ended.</summary>
    public bool Signal(int signal) => !Exited.IsCompleted && NativeProcess.kill(Pid, signal) == 0;

    /// <summary>Sends a signal to the child's whole group, or to the child alone when it has no group of its own; false when it has already ended.</summary>
    public bool SignalGroup(int signal) =>
        !Exited.IsCompleted && NativeProcess.kill(group == ChildGroup.Shared ? Pid : -Pid, signal) == 0;

    public void Dispose()
    {
        Output?.Dispose();
        Error?.Dispose();
    }

    private static ChildProcess Start(ChildOptions options)
    {
        if (!options.CaptureOutput)
        {
            return Watch(options, SpawnCall.Start(options, -1, -1), null, null);
        }

        var (outRead, outWrite) = MakePipe(options);
        using (outWrite)
        {
            using var outOwned = new Owned(outRead);
            var (errRead, errWrite) = MakePipe(options);
            using (errWrite)
            {
                using var errOwned = new Owned(errRead);
                var pid = SpawnCall.Start(options, outWrite.Number, errWrite.Number);
                return Watch(options, pid, Reader(outOwned.Take()), Reader(errOwned.Take()));
            }
        }
    }

    private static ChildProcess Watch(ChildOptions options, int pid, Stream? output, Stream? error)
    {
        var pidfd = NativeProcess.PidfdOpen(pid);
        if (pidfd < 0)
        {
            // Without a pidfd nobody could wait for it: end it here, where it can still be reaped by its number.
            var errno = Marshal.GetLastPInvokeError();
            output?.Dispose();
            error?.Dispose();
            _ = NativeProcess.kill(pid, NativeProcess.SigKill);
            _ = NativeProcess.waitpid(pid, out _, 0);
            throw SpawnCall.Refused(options, "watch", errno);
        }

        var exited = ChildWatcher.WatchAsync(new DescriptorHandle(pidfd), pid, options.EndGroupWithChild);
        return new ChildProcess(pid, options.Group, exited, output, error);
    }

    private static unsafe (DescriptorHandle Read, DescriptorHandle Write) MakePipe(ChildOptions options)
    {
        var ends = stackalloc int[2];
        return NativeProcess.pipe2(ends, NativeProcess.FdCloseOnExec) == 0
            ? (new DescriptorHandle(ends[0]), new DescriptorHandle(ends[1]))
            : throw SpawnCall.Refused(options, "make a pipe to", Marshal.GetLastPInvokeError());
    }

    private static AnonymousPipeClientStream Reader(DescriptorHandle end) =>
        new(PipeDirection.In, new SafePipeHandle(end.Release(), ownsHandle: true));

    private static void Validate(ChildOptions options)
    {
        var texts = options.Arguments.Concat(options.Environment.Keys).Concat(options.Environment.Values).Append(options.Program);
        if (texts.Any(t => t.Contains('\0')))
        {
            throw new CommandException(CommandFailure.BadArgument, $"an argument or variable for {options.Program.Replace('\0', '?')} holds a NUL character; remove it");
        }

        if (!options.Program.StartsWith('/'))
        {
            throw new CommandException(CommandFailure.BadArgument, $"'{options.Program}' is not an absolute path; write the whole path of the program");
        }

        if (options.Environment.Keys.Any(k => k.Length == 0 || k.Contains('=')))
        {
            throw new CommandException(CommandFailure.BadArgument, $"a variable for {options.Program} has no name, or a '=' in its name");
        }

        if (options is { Inherited: not null, InheritedNumber: < 3 or > 9 })
        {
            throw new CommandException(CommandFailure.BadArgument, "an inherited descriptor gets a number from 3 to 9");
        }

        if (options is { EndGroupWithChild: true, Group: ChildGroup.Shared })
        {
            throw new CommandException(CommandFailure.BadArgument, "a shared group cannot be ended with the child: give the child its own group");
        }
    }

    /// <summary>Disposes a pipe's end unless someone took it.</summary>
    private sealed class Owned(DescriptorHandle handle) : IDisposable
    {
        private DescriptorHandle? kept = handle;

        internal DescriptorHandle Take()
        {
            var taken = kept!;
            kept = null;
            return taken;
        }

        public void Dispose() => kept?.Dispose();
    }
}
