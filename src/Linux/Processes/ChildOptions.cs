using System.Runtime.InteropServices;

namespace EventOps.Linux.Processes;

/// <summary>Whose signals and terminal a child shares.</summary>
public enum ChildGroup
{
    /// <summary>A process group of its own, led by the child: can be signalled as a whole.</summary>
    OwnGroup,

    /// <summary>A session (and group) of its own, without a controlling terminal.</summary>
    OwnSession,

    /// <summary>The parent's group: a signal to the parent's group reaches the child too.</summary>
    Shared,
}

/// <summary>What to start and what it inherits. Nothing else is inherited: every other descriptor is closed.</summary>
public sealed record ChildOptions
{
    /// <summary>Absolute path of the program.</summary>
    public required string Program { get; init; }

    /// <summary>The arguments after the program's own name (argv[0] is <see cref="Program"/>).</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The whole environment; nothing of the parent's is added.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The working folder.</summary>
    public string WorkingFolder { get; init; } = "/";

    /// <summary>Whether stdout and stderr come to the parent through pipes; otherwise the parent's own are inherited.</summary>
    public bool CaptureOutput { get; init; }

    /// <summary>One more descriptor for the child. It stays the caller's, who should dispose it after the start.</summary>
    public SafeHandle? Inherited { get; init; }

    /// <summary>The number that <see cref="Inherited"/> has in the child: 3 to 9.</summary>
    public int InheritedNumber { get; init; } = 3;

    public ChildGroup Group { get; init; } = ChildGroup.OwnGroup;

    /// <summary>
    /// It works on when nobody reads its output any more: SIGPIPE, which this process ignores, stays ignored in it. A storage command
    /// that is ended while it writes a warning, because the daemon has gone, can leave a volume suspended.
    /// </summary>
    public bool OutlivesReader { get; init; }

    /// <summary>When the child ends, whatever is left of its group is killed before the child is reaped. Needs a group of its own.</summary>
    public bool EndGroupWithChild { get; init; }
}
