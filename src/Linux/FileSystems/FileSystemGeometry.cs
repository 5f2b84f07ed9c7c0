using EventOps.Linux.Block;
using EventOps.Linux.Native;
using EventOps.Model;

namespace EventOps.Linux.FileSystems;

/// <summary>How much of its device a filesystem spans by its own account, metadata included: what growing changes.</summary>
/// <param name="BlockSize">In bytes; sizes are whole multiples of it.</param>
public sealed record FileSystemGeometry(string FileSystem, Bytes Size, long BlockSize)
{
    /// <summary>Whether this kind can be read here and grown by <see cref="OnlineGrowth"/>, named as in mountinfo.</summary>
    public static bool Knows(string fileSystem) => fileSystem is "xfs" or "btrfs" or "ext4" or "ext3" or "ext2";

    /// <summary>Asks the mounted filesystem; of the ext family, reads the superblock from its block device.</summary>
    /// <param name="mountPoint">Any folder of the filesystem.</param>
    /// <param name="fileSystem">As in mountinfo: ext4, xfs, btrfs.</param>
    /// <param name="sysfs">Where sysfs is mounted.</param>
    /// <exception cref="LinuxException">The kernel refused, or the superblock is not there (EINVAL).</exception>
    /// <exception cref="NotSupportedException">A kind not known here.</exception>
    public static FileSystemGeometry Read(LinuxPath mountPoint, string fileSystem, string sysfs = "/sys")
    {
        using var folder = FileDescriptor.Open(mountPoint, OpenMode.Folder);
        return Read(folder, mountPoint.ToDisplay(), fileSystem, sysfs);
    }

    /// <summary>As the other, by an open folder.</summary>
    public static FileSystemGeometry Read(FileDescriptor folder, string target, string fileSystem, string sysfs = "/sys")
    {
        switch (fileSystem)
        {
            case "xfs":
                var xfs = XfsGeometry.Read(folder, target);
                return new FileSystemGeometry(fileSystem, new Bytes(xfs.Size), xfs.BlockSize);
            case "btrfs":
                var btrfs = BtrfsGeometry.Read(folder, target);
                return new FileSystemGeometry(fileSystem, new Bytes(btrfs.Size), btrfs.SectorSize);
            case "ext4" or "ext3" or "ext2":
                var ext = ReadExt4(FileStatus.Read(folder, target).Holder, sysfs);
                return new FileSystemGeometry(fileSystem, new Bytes(ext.Size), ext.BlockSize);
            default:
                throw new NotSupportedException($"the geometry of {fileSystem} on {target} is not known; ext4, xfs and btrfs are");
        }
    }

    /// <summary>The superblock on a block device; of a mounted filesystem it is current, for both share the kernel's buffers.</summary>
    /// <exception cref="LinuxException">The device is not there or cannot be read, or holds no such superblock (EINVAL).</exception>
    public static Ext4Superblock ReadExt4(DeviceNumber number, string sysfs = "/sys")
    {
        var device = BlockDevice.Find(number, sysfs) ?? throw new LinuxException("find block device", number.ToString(), Errno.ENODEV);
        var path = device.Path.ToDisplay();
        using var file = FileDescriptor.Open(device.Path, OpenMode.Read | OpenMode.NonBlocking);
        Span<byte> raw = stackalloc byte[Ext4Superblock.Length];
        var count = file.ReadAt(raw, Ext4Superblock.Offset, path);
        return Ext4Superblock.Parse(raw[..count])
            ?? throw new LinuxException("read ext4 superblock", path, Errno.EINVAL, "the device holds no ext2, ext3 or ext4 filesystem");
    }
}
