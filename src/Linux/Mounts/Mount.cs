using EventOps.Linux.Native;

namespace EventOps.Linux.Mounts;

/// <summary>A line of proc_pid_mountinfo(5), unescaped.</summary>
/// <param name="Id">Unique among present mounts; used again after unmounting.</param>
/// <param name="ParentId">Of the mount it is mounted on; of the root mount, its own or one not listed.</param>
/// <param name="Device">Of files on it (st_dev); btrfs and memory filesystems have numbers that name no block device.</param>
/// <param name="Root">Which folder of the filesystem is shown; other than <c>/</c> for bind mounts and btrfs subvolumes.</param>
/// <param name="MountPoint">As seen from the reading process' root folder.</param>
/// <param name="FileSystem">Its type, such as ext4 or fuse.sshfs.</param>
/// <param name="Source">Free text of the filesystem, often the device; may be empty, and may lie.</param>
/// <param name="Options">Of this mount: <c>rw,noatime</c>.</param>
/// <param name="SuperOptions">Of the filesystem, for all its mounts.</param>
/// <param name="OptionalFields">Propagation, such as <c>shared:1</c>; empty when private.</param>
public sealed record Mount(
    int Id,
    int ParentId,
    DeviceNumber Device,
    LinuxPath Root,
    LinuxPath MountPoint,
    string FileSystem,
    LinuxPath Source,
    string Options,
    string SuperOptions,
    string OptionalFields)
{
    /// <summary>Writing here fails with EROFS: the mount is read-only, or the whole filesystem.</summary>
    public bool IsReadOnly => IsMountReadOnly || IsFileSystemReadOnly;

    public bool IsMountReadOnly => Has(Options, "ro");

    public bool IsFileSystemReadOnly => Has(SuperOptions, "ro");

    /// <summary>Shows a part of a filesystem rather than the whole.</summary>
    public bool IsPart => !Root.Bytes.SequenceEqual("/"u8);

    private static bool Has(string options, string option)
    {
        foreach (var range in options.AsSpan().Split(','))
        {
            if (options.AsSpan()[range].SequenceEqual(option))
            {
                return true;
            }
        }

        return false;
    }
}
