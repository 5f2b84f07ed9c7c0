namespace EventOps.Model;

/// <summary>A watched volume is there: mounted and readable.</summary>
/// <param name="Volume">Its name in the settings; the mount point unless another is given.</param>
/// <param name="MountPoint">Where it is mounted.</param>
/// <param name="Device">The kernel's name of the block device: loop0, dm-3.</param>
/// <param name="Kind">What it lies on, which decides how it can grow.</param>
/// <param name="Storage">The image file, or VG/LV; the device itself when neither.</param>
public sealed record VolumeFound(
    string Volume,
    string MountPoint,
    string Device,
    string FileSystem,
    VolumeKind Kind,
    string Storage) : Event;

/// <summary>What a volume lies on.</summary>
public enum VolumeKind
{
    /// <summary>A device that this version cannot make larger.</summary>
    Fixed,

    /// <summary>A filesystem on a loop device over a file that can grow.</summary>
    Image,

    /// <summary>An LVM logical volume.</summary>
    LogicalVolume,
}

/// <summary>A watched volume is gone or not there yet; its sampling waits until it is found.</summary>
public sealed record VolumeLost(string Volume, string Reason) : Event;

/// <summary>How full a volume is: one reading of statvfs(3).</summary>
/// <param name="Size">Of the filesystem as df shows it: without its own metadata, with reserved blocks.</param>
/// <param name="Available">What an ordinary user may still write, as df counts; less than <paramref name="Free"/> by the reserved blocks.</param>
/// <param name="Free">Unused, reserved blocks included.</param>
/// <param name="Inodes">Zero when the filesystem makes inodes as it needs them (btrfs).</param>
/// <param name="InodesFree">Inodes an ordinary user may still use.</param>
/// <param name="DeviceSize">Of the block device beneath, from sysfs.</param>
/// <param name="FileSystemSize">What the filesystem itself says it spans of its device; smaller than <paramref name="DeviceSize"/> when growth was left half done.</param>
/// <param name="ShortRate">Fill rate over about the last second.</param>
/// <param name="LongRate">Fill rate over about the last minute.</param>
/// <param name="IsReadOnly">ST_RDONLY: mounted, or forced by the filesystem, read-only.</param>
/// <param name="TimeToFull">At the faster of the two rates; null when it is not filling.</param>
public sealed record VolumeSampled(
    string Volume,
    Bytes Size,
    Bytes Available,
    Bytes Free,
    long Inodes,
    long InodesFree,
    Bytes DeviceSize,
    Bytes FileSystemSize,
    ByteRate ShortRate,
    ByteRate LongRate,
    bool IsReadOnly,
    TimeSpan? TimeToFull = null) : Event;

/// <summary>Whether a volume could be grown now, found out before anything needs it.</summary>
/// <param name="Obstacles">Each with what is missing and the cure; empty when growth could begin at once.</param>
/// <param name="Room">How much larger the storage could be made, the reserve already taken off.</param>
public sealed record VolumeReadinessChanged(string Volume, IReadOnlyList<Obstacle> Obstacles, Bytes Room) : Event;

/// <param name="What">What stands in the way: "the backing filesystem /srv has 120 MiB free".</param>
/// <param name="Cure">What a person can do about it.</param>
public sealed record Obstacle(string What, string Cure)
{
    public override string ToString() => $"{What}; {Cure}";
}
