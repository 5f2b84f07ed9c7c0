using EventOps.Linux.Processes;

namespace EventOps.Linux.Lvm;

/// <summary>Which lvm to run and how.</summary>
public sealed record LvmOptions
{
    /// <summary>The lvm program: an absolute path, or a name looked up in the fixed folders.</summary>
    public string Program { get; init; } = "lvm";

    /// <summary>What is passed by <c>--config</c>, in the syntax of lvm.conf(5). By default a lock held by another answers at once with exit code 5.</summary>
    public string Config { get; init; } = "global/wait_for_locks=0";

    /// <summary>Limits of every run. Whatever they say, an lvm that changes something is never killed, and one that only reads is.</summary>
    public CommandOptions Run { get; init; } = CommandOptions.Storage;
}
