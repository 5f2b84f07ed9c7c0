namespace EventOps.Linux.Notify;

/// <summary>Events of fanotify(7), with the kernel's numbers.</summary>
[Flags]
public enum FanotifyMask : ulong
{
    None = 0,
    Modify = 0x2,
    CloseWrite = 0x8,
    MovedFrom = 0x40,
    MovedTo = 0x80,
    Create = 0x100,
    Delete = 0x200,

    /// <summary>Reported: events were lost, any number of them.</summary>
    QueueOverflow = 0x4000,

    /// <summary>A filesystem has met an error (FAN_FS_ERROR, from Linux 5.16, of ext4); the kernel joins those that nobody has taken yet.</summary>
    FileSystemError = 0x8000,

    /// <summary>Asked: of folders too. Reported: it happened to a folder.</summary>
    OnFolder = 0x40000000,

    /// <summary>What can take or give space.</summary>
    Space = Modify | CloseWrite | MovedTo | Create | Delete | OnFolder,

    /// <summary>What a group without file identifiers can be asked for.</summary>
    Basic = Modify | CloseWrite,
}
