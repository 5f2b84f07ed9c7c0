using System.Runtime.InteropServices;
using EventOps.Linux.Native;
using EventOps.Model;

namespace EventOps.Linux.FileSystems;

/// <summary>
/// Grows a mounted filesystem by its own ioctl, without a process of resize2fs(8) or xfs_growfs(8). The device must have been grown before.
/// Never shrinks, and may be repeated: a filesystem that has the size already is left alone.
/// </summary>
public static class OnlineGrowth
{
    private const nuint Ext4Resize = 0x40086610;

    /// <summary>What the kernel asks for: a bit of capabilities(7)'s CapEff, and its name.</summary>
    /// <exception cref="NotSupportedException">A kind not known here.</exception>
    public static (int Bit, string Name) RequiredCapability(string fileSystem) => fileSystem switch
    {
        "ext4" or "ext3" or "ext2" => (24, "CAP_SYS_RESOURCE"),
        "xfs" or "btrfs" => (21, "CAP_SYS_ADMIN"),
        _ => throw new NotSupportedException($"{fileSystem} cannot be grown while mounted; ext4, xfs and btrfs can"),
    };

    /// <summary>The ioctl's name, for a person.</summary>
    /// <exception cref="NotSupportedException">A kind not known here.</exception>
    public static string RequestOf(string fileSystem) => fileSystem switch
    {
        "ext4" or "ext3" or "ext2" => "EXT4_IOC_RESIZE_FS",
        "xfs" => "XFS_IOC_FSGROWFSDATA",
        "btrfs" => "BTRFS_IOC_RESIZE",
        _ => throw new NotSupportedException($"{fileSystem} cannot be grown while mounted; ext4, xfs and btrfs can"),
    };

    /// <param name="mountPoint">Any folder of the filesystem, through a mount that is writable here.</param>
    /// <param name="fileSystem">As in mountinfo: ext4, xfs, btrfs.</param>
    /// <param name="newSize">Absolute; rounded down to whole blocks. Of a btrfs, the size on its only device.</param>
    /// <exception cref="LinuxException">
    /// EPERM: the capability is missing. ENOSPC, EINVAL or EFBIG: the device is smaller than asked. EROFS: the mount is read-only here.
    /// EBUSY: another resize is running.
    /// </exception>
    /// <exception cref="NotSupportedException">A kind not known here, or a btrfs on several devices.</exception>
    public static Growth Grow(LinuxPath mountPoint, string fileSystem, Bytes newSize, string sysfs = "/sys")
    {
        using var folder = FileDescriptor.Open(mountPoint, OpenMode.Folder);
        return Grow(folder, mountPoint.ToDisplay(), fileSystem, newSize, sysfs);
    }

    /// <summary>As the other, by an open folder.</summary>
    public static Growth Grow(FileDescriptor folder, string target, string fileSystem, Bytes newSize, string sysfs = "/sys")
    {
        var capability = RequiredCapability(fileSystem).Name;
        var before = FileSystemGeometry.Read(folder, target, fileSystem, sysfs);
        var wanted = newSize.RoundDownTo(new Bytes(before.BlockSize));
        if (wanted <= before.Size)
        {
            return new Growth(before.Size, before.Size);
        }

        var cure = $"growing {fileSystem} to {wanted} needs {capability}, a writable mount and a device of that size";
        switch (fileSystem)
        {
            case "xfs":
                var share = XfsGeometry.Read(folder, target).InodeShare;
                XfsGeometry.Grow(folder, (ulong)(wanted.Value / before.BlockSize), share, target, cure);
                break;
            case "btrfs":
                BtrfsGeometry.Resize(folder, OnlyDevice(folder, target), wanted.Value, target, cure);
                break;
            default:
                GrowExt4(folder, wanted.Value / before.BlockSize, target, cure);
                break;
        }

        return new Growth(before.Size, FileSystemGeometry.Read(folder, target, fileSystem, sysfs).Size);
    }

    private static void GrowExt4(FileDescriptor folder, long blocks, string target, string cure)
    {
        Span<byte> request = stackalloc byte[8];
        MemoryMarshal.Write(request, blocks);
        Ioctl.Call(folder, Ext4Resize, request, "EXT4_IOC_RESIZE_FS", target, cure);
    }

    private static ulong OnlyDevice(FileDescriptor folder, string target)
    {
        var devices = BtrfsGeometry.Read(folder, target).Devices;
        return devices.Count == 1
            ? devices[0].Id
            : throw new NotSupportedException($"the btrfs on {target} lies on {devices.Count} devices; only one on a single device is grown");
    }
}
