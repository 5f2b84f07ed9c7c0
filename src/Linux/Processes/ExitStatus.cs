namespace EventOps.Linux.Processes;

/// <summary>How a process ended.</summary>
public enum ExitKind
{
    /// <summary>By itself; the value is its exit code.</summary>
    Exited,

    /// <summary>By a signal; the value is the signal's number.</summary>
    Killed,

    /// <summary>It has ended, but something else in this process collected its status (SIGCHLD ignored, a stray waitpid). Treat as unknown.</summary>
    Lost,
}

/// <summary>How a process ended: an exit code, or the signal that killed it (waitid(2)).</summary>
public readonly record struct ExitStatus(ExitKind Kind, int Value)
{
    /// <summary>It ended by itself with code 0.</summary>
    public bool IsSuccess => this is { Kind: ExitKind.Exited, Value: 0 };

    public static ExitStatus OfCode(int code) => new(ExitKind.Exited, code);

    public static ExitStatus OfSignal(int signal) => new(ExitKind.Killed, signal);

    public override string ToString() => Kind switch
    {
        ExitKind.Exited => $"exit code {Value}",
        ExitKind.Killed => $"killed by signal {Value}",
        _ => "ended with an unknown status",
    };
}
