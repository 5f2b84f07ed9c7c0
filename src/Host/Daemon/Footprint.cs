using System.Runtime;
using EventOps.Linux.Processes;

namespace EventOps.Host.Daemon;

/// <summary>The memory of a process that has started and now mostly waits.</summary>
internal static class Footprint
{
    /// <summary>Gives back what only the start needed. Takes some tens of milliseconds, in which the process stands still.</summary>
    public static void Shrink()
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        NativeHeap.Trim();
        ImagePages.LetGo();
    }
}
