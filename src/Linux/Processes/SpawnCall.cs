using System.Runtime.InteropServices;

namespace EventOps.Linux.Processes;

/// <summary>One posix_spawn(3): the signal mask empty, every signal at its default, stdin from /dev/null, all other descriptors closed.</summary>
internal static unsafe class SpawnCall
{
    // Descriptors for the child are first moved above every number that the child shall see, so that placing one never overwrites another.
    private const int FirstSafeNumber = 16;

    /// <summary>Starts the program and returns its pid.</summary>
    /// <exception cref="CommandException">The kernel refused.</exception>
    internal static int Start(ChildOptions options, int stdout, int stderr)
    {
        var actions = stackalloc byte[NativeProcess.OpaqueSize];
        var attributes = stackalloc byte[NativeProcess.OpaqueSize];
        using var moved = new MovedDescriptors();
        Check(NativeProcess.posix_spawn_file_actions_init(actions), options, "prepare the descriptors of");
        try
        {
            Check(NativeProcess.posix_spawnattr_init(attributes), options, "prepare the attributes of");
            try
            {
                AddDescriptors(actions, options, moved, stdout, stderr);
                SetAttributes(attributes, options);
                return Spawn(options, actions, attributes);
            }
            finally
            {
                _ = NativeProcess.posix_spawnattr_destroy(attributes);
            }
        }
        finally
        {
            _ = NativeProcess.posix_spawn_file_actions_destroy(actions);
        }
    }

    private static int Spawn(ChildOptions options, byte* actions, byte* attributes)
    {
        using var arguments = new Utf8Vector([options.Program, .. options.Arguments]);
        using var environment = new Utf8Vector([.. options.Environment.Select(v => $"{v.Key}={v.Value}")]);
        Check(
            NativeProcess.posix_spawn(out var pid, arguments.Pointers[0], actions, attributes, arguments.Pointers, environment.Pointers),
            options,
            "start");
        return pid;
    }

    private static void AddDescriptors(byte* actions, ChildOptions options, MovedDescriptors moved, int stdout, int stderr)
    {
        Place(actions, options, moved, stdout, 1);
        Place(actions, options, moved, stderr, 2);
        var first = 3;
        if (options.Inherited is { } inherited)
        {
            Place(actions, options, moved, (int)inherited.DangerousGetHandle(), options.InheritedNumber);
            for (; first < options.InheritedNumber; first++)
            {
                // Closing a number that is not open is no error here (posix_spawn_file_actions_addclose(3)).
                Check(NativeProcess.posix_spawn_file_actions_addclose(actions, first), options, "close the other descriptors of");
            }

            first = options.InheritedNumber + 1;
        }

        Check(NativeProcess.posix_spawn_file_actions_addopen(actions, 0, "/dev/null", 0, 0), options, "give no input to");
        Check(NativeProcess.posix_spawn_file_actions_addchdir_np(actions, options.WorkingFolder), options, "set the folder of");
        Check(NativeProcess.posix_spawn_file_actions_addclosefrom_np(actions, first), options, "close the other descriptors of");
    }

    private static void Place(byte* actions, ChildOptions options, MovedDescriptors moved, int fd, int number)
    {
        if (fd >= 0)
        {
            Check(NativeProcess.posix_spawn_file_actions_adddup2(actions, moved.Above(fd, FirstSafeNumber, options), number), options, "pass a descriptor to");
        }
    }

    private static void SetAttributes(byte* attributes, ChildOptions options)
    {
        var signals = stackalloc byte[NativeProcess.OpaqueSize];
        _ = NativeProcess.sigemptyset(signals);
        Check(NativeProcess.posix_spawnattr_setsigmask(attributes, signals), options, "unblock the signals of");
        _ = NativeProcess.sigfillset(signals);
        if (options.OutlivesReader)
        {
            _ = NativeProcess.sigdelset(signals, NativeProcess.SigPipe);
        }

        Check(NativeProcess.posix_spawnattr_setsigdefault(attributes, signals), options, "reset the signals of");
        var flags = NativeProcess.SpawnSetSignalMask | NativeProcess.SpawnSetSignalDefaults | options.Group switch
        {
            ChildGroup.OwnGroup => NativeProcess.SpawnSetGroup,
            ChildGroup.OwnSession => NativeProcess.SpawnSetSession,
            _ => 0,
        };
        Check(NativeProcess.posix_spawnattr_setpgroup(attributes, 0), options, "set the group of");
        Check(NativeProcess.posix_spawnattr_setflags(attributes, (short)flags), options, "set the attributes of");
    }

    private static void Check(int errno, ChildOptions options, string what)
    {
        if (errno != 0)
        {
            throw Refused(options, what, errno);
        }
    }

    internal static CommandException Refused(ChildOptions options, string what, int errno)
    {
        var cure = errno switch
        {
            2 => "install the tool, or correct its path (a script's interpreter may also be what is missing)",
            8 or 13 => "make sure that the file is a program and has the execute permission",
            11 or 12 or 23 or 24 => "the machine is short of processes, memory or descriptors; raise TasksMax or LimitNOFILE, or try later",
            _ => "see posix_spawn(3)",
        };
        return new CommandException(
            CommandFailure.SpawnRefused,
            $"could not {what} {options.Program}: {NativeProcess.Words(errno)} (errno {errno}); {cure}",
            errno);
    }

    /// <summary>Copies of descriptors at high numbers, closed once the child has been started.</summary>
    private sealed class MovedDescriptors : IDisposable
    {
        private readonly List<int> copies = [];

        internal int Above(int fd, int least, ChildOptions options)
        {
            var copy = NativeProcess.fcntl(fd, NativeProcess.DuplicateCloseOnExec, least);
            if (copy < 0)
            {
                throw Refused(options, "pass a descriptor to", Marshal.GetLastPInvokeError());
            }

            copies.Add(copy);
            return copy;
        }

        public void Dispose() => copies.ForEach(fd => _ = NativeProcess.close(fd));
    }
}
