namespace EventOps.Linux.Processes;

/// <summary>How long a command may take, how it may be ended, and how much of its output is kept.</summary>
public sealed record CommandOptions
{
    /// <summary>For commands that change storage: asked to stop when late, never killed (a SIGKILL can leave a volume suspended).</summary>
    public static CommandOptions Storage { get; } = new() { TimeLimit = TimeSpan.FromMinutes(2), MayBeKilled = false };

    /// <summary>After this the command is late and the ladder begins: SIGTERM, grace, SIGKILL (if allowed), reap limit.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether a late command gets SIGTERM first. When it may be killed its whole group gets it, else the program alone.</summary>
    public bool AskToStop { get; init; } = true;

    /// <summary>How long after SIGTERM it may take to end.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether its whole process group may be ended with SIGKILL, when late and also after it has ended by itself.</summary>
    public bool MayBeKilled { get; init; } = true;

    /// <summary>How long after SIGKILL to wait; a process in an uninterruptible wait does not go, and is abandoned.</summary>
    public TimeSpan ReapLimit { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long to read on after the program has ended, when a descendant keeps its pipes open.</summary>
    public TimeSpan DrainGrace { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How many bytes of stdout, and as many of stderr, are kept; the rest is counted and dropped.</summary>
    public int OutputLimit { get; init; } = 1 << 20;

    /// <summary>Variables beside <c>LC_ALL=C</c> and the fixed <c>PATH</c>.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
