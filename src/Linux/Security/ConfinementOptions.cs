namespace EventOps.Linux.Security;

/// <summary>How a process confines itself. The defaults suit the process that runs rules.</summary>
public sealed record ConfinementOptions
{
    /// <summary>The user to become, by default 65534 (nobody). Only root can change user; another user must already be this one.</summary>
    public uint User { get; init; } = 65534;

    /// <summary>The only group to be in.</summary>
    public uint Group { get; init; } = 65534;

    /// <summary>The pid of the process that started this one; when it is gone already, <see cref="Confinement.Apply"/> refuses. Null takes the present parent.</summary>
    public int? Parent { get; init; }

    /// <summary>Most open descriptors (RLIMIT_NOFILE).</summary>
    public int MaxDescriptors { get; init; } = 128;

    /// <summary>Most threads of the user in all its processes (RLIMIT_NPROC); the runtime alone needs about fifteen.</summary>
    public int MaxThreads { get; init; } = 256;

    /// <summary>Whether to install the system call filter; off only for finding out what breaks.</summary>
    public bool FilterSystemCalls { get; init; } = true;
}
