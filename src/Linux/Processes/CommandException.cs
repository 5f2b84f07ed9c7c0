namespace EventOps.Linux.Processes;

/// <summary>Why a program could not be started at all.</summary>
public enum CommandFailure
{
    /// <summary>No such program in the folders that are searched.</summary>
    NotFound,

    /// <summary>The program's file is not root's (or ours), or others may write to it.</summary>
    NotTrusted,

    /// <summary>An argument or variable holds a NUL, or a name is not allowed.</summary>
    BadArgument,

    /// <summary>The kernel refused to make or start the process; see <see cref="CommandException.Errno"/>.</summary>
    SpawnRefused,
}

/// <summary>A program could not be started: nothing has run. The message names the program, the cause and the cure.</summary>
public sealed class CommandException : Exception
{
    public CommandException(CommandFailure failure, string message, int errno = 0)
        : base(message)
    {
        Failure = failure;
        Errno = errno;
    }

    public CommandFailure Failure { get; }

    /// <summary>The kernel's error number, or 0 when the kernel was not asked.</summary>
    public int Errno { get; }

    /// <summary>Too many processes or descriptors, or too little memory: the machine's state, not the command's fault. Trying later may work.</summary>
    public bool IsEnvironment => Errno is 11 or 12 or 23 or 24;
}
