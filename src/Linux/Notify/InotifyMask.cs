namespace EventOps.Linux.Notify;

/// <summary>Events and flags of inotify(7), with the kernel's numbers.</summary>
[Flags]
public enum InotifyMask : uint
{
    None = 0,
    Access = 0x1,
    Modify = 0x2,
    Attributes = 0x4,
    CloseWrite = 0x8,
    CloseNoWrite = 0x10,
    Open = 0x20,
    MovedFrom = 0x40,
    MovedTo = 0x80,
    Create = 0x100,
    Delete = 0x200,
    DeleteSelf = 0x400,
    MoveSelf = 0x800,

    /// <summary>Reported: the filesystem was unmounted; the watch is gone.</summary>
    Unmount = 0x2000,

    /// <summary>Reported: events were lost, any number of them.</summary>
    QueueOverflow = 0x4000,

    /// <summary>Reported: the watch is gone.</summary>
    Ignored = 0x8000,

    /// <summary>Asked: refuse what is no folder.</summary>
    OnlyFolder = 0x1000000,

    /// <summary>Asked: do not follow a symbolic link.</summary>
    DoNotFollow = 0x2000000,

    /// <summary>Asked: no events of files that are open but unlinked.</summary>
    ExcludeUnlinked = 0x4000000,

    /// <summary>Reported: it happened to a folder.</summary>
    IsFolder = 0x40000000,
}
