using System.Runtime.InteropServices;

namespace EventOps.Linux.Native;

/// <summary>One descriptor to wait on, and what came of it.</summary>
public struct PollRequest(SafeHandle descriptor, PollEvents events)
{
    public SafeHandle Descriptor { get; } = descriptor;

    public PollEvents Events { get; } = events;

    /// <summary>Filled in by <see cref="Poll.Wait"/>; None when nothing came.</summary>
    public PollEvents Returned { get; internal set; }
}
