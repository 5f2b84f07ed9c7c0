using EventOps.Linux.FileSystems;
using EventOps.Linux.Native;
using EventOps.Linux.Security;
using EventOps.Linux.Volumes;
using EventOps.Model;

namespace EventOps.Actuators.Volumes;

/// <summary>Whether a filesystem could be grown while mounted, found out without trying.</summary>
internal static class FileSystemAbility
{
    /// <summary>A daemon keeps what it was started with.</summary>
    private static readonly Capabilities Held = Capabilities.Read();

    /// <returns>What stands in the way; null when nothing does.</returns>
    public static Obstacle? Obstacle(MountedVolume volume)
    {
        if (!FileSystemGeometry.Knows(volume.FileSystem))
        {
            return new Obstacle($"{volume.FileSystem} cannot be grown while mounted", "use ext4, xfs or btrfs");
        }

        var (bit, name) = OnlineGrowth.RequiredCapability(volume.FileSystem);
        if (!Held.Has((Capability)bit))
        {
            return new Obstacle($"growing {volume.FileSystem} needs {name}, which this process does not have", $"give the daemon {name}, in its unit or container");
        }

        if (FileSystemUsage.Read(volume.MountPoint).IsReadOnly)
        {
            return new Obstacle($"{volume.MountPoint.ToDisplay()} is mounted read-only", "find out why, then remount it read-write");
        }

        return volume.FileSystem is "ext4" && volume.Block is { } block ? Ext4Obstacle(block.Number) : null;
    }

    private static Obstacle? Ext4Obstacle(DeviceNumber device)
    {
        var superblock = FileSystemGeometry.ReadExt4(device);
        if (superblock.HasErrors)
        {
            return new Obstacle("the ext4 is marked as having errors, and the kernel refuses to grow it then", "plan a short unmount and run e2fsck -fp");
        }

        return superblock.CanGrowOnline
            ? null
            : new Obstacle("the ext4 was made without room to grow (neither resize_inode, meta_bg nor 64bit)", "copy it to a new filesystem");
    }
}
