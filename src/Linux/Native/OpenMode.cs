namespace EventOps.Linux.Native;

/// <summary>How to open a file; O_CLOEXEC is always set.</summary>
[Flags]
public enum OpenMode
{
    Read = 0,

    /// <summary>For reading and writing.</summary>
    Write = 1,

    /// <summary>A symbolic link as the last component is refused with ELOOP.</summary>
    NoFollow = 2,

    /// <summary>Anything but a folder is refused with ENOTDIR.</summary>
    Folder = 4,

    /// <summary>Does not wait for a FIFO's other end or a device's carrier.</summary>
    NonBlocking = 8,

    /// <summary>A name only: no access to the content, and no automount or driver is woken by it (O_PATH).</summary>
    PathOnly = 16,
}
