namespace EventOps.Model;

/// <summary>What happened to a mount, device or other listed thing.</summary>
public enum Change
{
    Added,
    Changed,
    Removed,
}

/// <summary>A mount point came, went or changed its options; a line of proc_pid_mountinfo(5).</summary>
/// <param name="MountPoint">Unescaped; shown as text, with bytes that are not UTF-8 as U+FFFD.</param>
/// <param name="Device">major:minor of the filesystem's device.</param>
public sealed record MountChanged(
    Change Change,
    string MountPoint,
    string Device,
    string FileSystem,
    string Source,
    bool IsReadOnly) : Event;

/// <summary>A block device came, went, grew or was given a medium, from a kernel uevent or a re-listing of sysfs.</summary>
/// <param name="Name">The kernel's name: loop0, dm-3.</param>
/// <param name="Size">In bytes, from /sys/block/NAME/size; zero when there is none any more.</param>
/// <param name="BackingFile">Of a loop device that has one; null otherwise.</param>
public sealed record BlockDeviceChanged(
    Change Change,
    string Name,
    Bytes Size,
    bool IsReadOnly,
    string? BackingFile = null) : Event;
