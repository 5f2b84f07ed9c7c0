namespace EventOps.Linux.Uevents;

/// <summary>What one look at the uevent socket brought.</summary>
public enum UeventReadingKind
{
    /// <summary>Nothing is waiting.</summary>
    Empty,

    Received,

    /// <summary>The kernel dropped messages, any number of them (ENOBUFS): list the devices again. The socket goes on working.</summary>
    Lost,

    /// <summary>A message that is not the kernel's or not a uevent was dropped.</summary>
    Rejected,
}
