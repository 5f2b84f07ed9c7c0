namespace EventOps.Linux.Mounts;

/// <summary>How a wait for mounts ended.</summary>
public enum MountWait
{
    /// <summary>Nothing yet: the time was over or a signal came.</summary>
    TimedOut,

    /// <summary>Something was mounted, unmounted or remounted: read the table.</summary>
    Changed,

    Stopped,
}
