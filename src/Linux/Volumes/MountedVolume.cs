using EventOps.Linux.Block;
using EventOps.Linux.FileSystems;
using EventOps.Linux.Mounts;
using EventOps.Linux.Native;
using EventOps.Model;

namespace EventOps.Linux.Volumes;

/// <summary>A volume as it is mounted now: the filesystem, the device beneath, and what that lies on.</summary>
/// <param name="Block">Null for filesystems without a block device of their own: tmpfs, network filesystems.</param>
/// <param name="Kind">What the device lies on, which decides how it can grow.</param>
/// <param name="Storage">The image file, VG/LV, or the device, for people.</param>
public sealed record MountedVolume(
    LinuxPath MountPoint,
    string FileSystem,
    DeviceNumber Device,
    BlockDevice? Block,
    VolumeKind Kind,
    string Storage)
{
    public string DeviceName => Block?.Name ?? Device.ToString();

    /// <summary>The file beneath an image volume; null for other kinds.</summary>
    public LinuxPath? Image => Kind is VolumeKind.Image ? Block?.BackingFile : null;

    /// <summary>Finds a volume by where it is mounted, or by its device; the settings give exactly one of both.</summary>
    /// <returns>Null when it is not mounted, or covered by another mount.</returns>
    /// <exception cref="LinuxException">The mount table cannot be read.</exception>
    public static MountedVolume? Find(string? mountPoint, string? device, string sysfs = "/sys")
    {
        var table = MountTable.Read();
        var mount = mountPoint is not null
            ? table.TopmostAt(LinuxPath.FromString(mountPoint))
            : DeviceNode.NumberOf(device!) is { } number
                ? table.OnDevice(number).Where(m => !m.IsPart && table.IsReachable(m)).OrderBy(m => m.IsReadOnly).FirstOrDefault()
                : null;
        return mount is null ? null : Of(mount, sysfs);
    }

    /// <summary>The same filesystem on the same storage, so that what was learned of it still holds.</summary>
    public bool IsSameAs(MountedVolume other) =>
        MountPoint == other.MountPoint && Device == other.Device && FileSystem == other.FileSystem
        && Kind == other.Kind && Storage == other.Storage;

    /// <summary>How large the device is, and how much of it the filesystem spans; zero for what cannot be told.</summary>
    /// <exception cref="LinuxException">The mount point or device cannot be opened: it went in between.</exception>
    public (Bytes Device, Bytes FileSystem) ReadSizes(string sysfs = "/sys")
    {
        var device = BlockDevice.Find(DeviceName, sysfs)?.Size ?? Bytes.Zero;
        return (device, FileSystemGeometry.Knows(FileSystem) ? FileSystemGeometry.Read(MountPoint, FileSystem, sysfs).Size : Bytes.Zero);
    }

    private static MountedVolume Of(Mount mount, string sysfs)
    {
        var block = BlockDevice.Find(mount.Device, sysfs) ?? ByNode(mount.Source, sysfs);
        var (kind, storage) = block switch
        {
            { BackingFile: { } file } => (VolumeKind.Image, file.ToString()),
            { IsLogicalVolume: true, MapperName: { } name } when MapperNames.TrySplit(name, out var group, out var volume)
                => (VolumeKind.LogicalVolume, $"{group}/{volume}"),
            { } other => (VolumeKind.Fixed, other.Path.ToString()),
            null => (VolumeKind.Fixed, mount.Source.ToString()),
        };
        return new MountedVolume(mount.MountPoint, mount.FileSystem, mount.Device, block, kind, storage);
    }

    /// <summary>btrfs mounts have a number of their own: the device is known by its node only.</summary>
    private static BlockDevice? ByNode(LinuxPath node, string sysfs) =>
        node.Bytes.StartsWith("/dev/"u8) && DeviceNode.NumberOf(node) is { } number ? BlockDevice.Find(number, sysfs) : null;
}
