using System.Globalization;
using EventOps.Linux.Native;
using EventOps.Model;

namespace EventOps.Linux.Block;

/// <summary>A block device as sysfs shows it: a disk, a partition, a loop or device-mapper device.</summary>
/// <param name="Name">The kernel's: loop0, sda1, dm-3, cciss!c0d0.</param>
/// <param name="Size">Zero of a loop device without a file or a drive without a medium.</param>
/// <param name="MapperUuid">dm/uuid, <c>LVM-…</c> of a logical volume; null when it is no device-mapper device.</param>
/// <param name="MapperName">dm/name, <c>vg--0-data</c>: see <see cref="MapperNames"/>.</param>
/// <param name="IsSuspended">A suspended device-mapper device: whoever writes to it hangs until it is resumed.</param>
/// <param name="BackingFile">Of a loop device that has one; with " (deleted)" appended by the kernel when its name is gone.</param>
public sealed record BlockDevice(
    string Name,
    DeviceNumber Number,
    Bytes Size,
    bool IsReadOnly,
    bool IsPartition,
    string? MapperUuid = null,
    string? MapperName = null,
    bool IsSuspended = false,
    LinuxPath? BackingFile = null)
{
    private const int SectorSize = 512;
    private const string DeletedMark = " (deleted)";

    /// <summary>Where devtmpfs has its node; sysfs writes '!' for '/'.</summary>
    public LinuxPath Path => LinuxPath.FromString("/dev/" + Name.Replace('!', '/'));

    /// <summary>Of a loop device: its file has lost its name, and is there only as long as the device has it.</summary>
    public bool IsBackingDeleted => BackingFile?.ToString().EndsWith(DeletedMark, StringComparison.Ordinal) == true;

    /// <summary>Whether it is a loop device over the file that has this name, or had it before it was deleted.</summary>
    public bool IsOver(string path) => BackingFile?.ToString() is { } file && (file == path || file == path + DeletedMark);

    public bool IsLogicalVolume => MapperUuid?.StartsWith("LVM-", StringComparison.Ordinal) == true;

    /// <summary>All disks and their partitions, by name. A device that vanishes while being read is left out.</summary>
    /// <param name="sysfs">Where sysfs is mounted.</param>
    public static IReadOnlyList<BlockDevice> List(string sysfs = "/sys")
    {
        var folder = new DirectoryInfo(System.IO.Path.Combine(sysfs, "class", "block"));
        return folder.Exists
            ? [.. folder.EnumerateFileSystemInfos().Select(entry => Find(entry.Name, sysfs)).OfType<BlockDevice>().OrderBy(d => d.Name, StringComparer.Ordinal)]
            : [];
    }

    /// <returns>Null when there is no such device, or it went while being read.</returns>
    public static BlockDevice? Find(string name, string sysfs = "/sys") =>
        name.Length == 0 || name.Contains('/', StringComparison.Ordinal) || name is "." or ".."
            ? null
            : Read(System.IO.Path.Combine(sysfs, "class", "block", name), name);

    /// <returns>Null when there is no such device: numbers of btrfs, tmpfs or overlay mounts are none.</returns>
    public static BlockDevice? Find(DeviceNumber number, string sysfs = "/sys")
    {
        var folder = System.IO.Path.Combine(sysfs, "dev", "block", number.ToString());
        var link = new DirectoryInfo(folder).LinkTarget;
        return link is null ? null : Read(folder, System.IO.Path.GetFileName(link));
    }

    private static BlockDevice? Read(string folder, string name)
    {
        if (SysfsAttribute.Bytes(folder, "dev") is not { } dev
            || !DeviceNumber.TryParse(dev, out var number)
            || !long.TryParse(SysfsAttribute.Text(folder, "size"), NumberStyles.None, CultureInfo.InvariantCulture, out var sectors))
        {
            return null;
        }

        return new BlockDevice(
            name,
            number,
            new Bytes(sectors > long.MaxValue / SectorSize ? long.MaxValue : sectors * SectorSize),
            SysfsAttribute.Text(folder, "ro") == "1",
            SysfsAttribute.Text(folder, "partition") is not null,
            SysfsAttribute.Text(folder, "dm/uuid"),
            SysfsAttribute.Text(folder, "dm/name"),
            SysfsAttribute.Text(folder, "dm/suspended") == "1",
            SysfsAttribute.Bytes(folder, "loop/backing_file") is { Length: > 0 } file && !file.AsSpan().Contains((byte)0) ? LinuxPath.FromBytes(file) : null);
    }
}
