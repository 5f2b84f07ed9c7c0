using System.Text.Json.Serialization;

namespace EventOps.Model;

/// <summary>Something that puts right the storage of the host.</summary>
public abstract record StorageCorrection(string Because) : Correction(Because);

/// <summary>A correction of a disk of a volume group. Different disks go side by side; LVM itself lets one at a time change the group.</summary>
/// <param name="Pool">The volume group.</param>
/// <param name="Disk">The image file, or the device.</param>
public abstract record DiskCorrection(string Pool, string Disk, string Because) : StorageCorrection(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Disk(Disk);
}

/// <summary>A correction of a mount or of the volume mounted there.</summary>
public abstract record MountCorrection(string Path, string Because) : StorageCorrection(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Mount(Path);
}

/// <summary>Have an image of this size, all of its blocks allocated. What holds data is never touched.</summary>
public sealed record MakeImage(string Pool, string Disk, Bytes Size, string Because) : DiskCorrection(Pool, Disk, Because);

/// <summary>Have the image attached to a loop device, writable.</summary>
public sealed record AttachImage(string Pool, string Disk, string Because) : DiskCorrection(Pool, Disk, Because);

/// <summary>Have all blocks of an image allocated, its content kept, and no new holes punched into it.</summary>
public sealed record FillImage(string Pool, string Disk, string Because) : DiskCorrection(Pool, Disk, Because);

/// <summary>Have an attached image at least so large, and its loop device know it.</summary>
public sealed record LengthenImage(string Pool, string Disk, Bytes Size, string Because) : DiskCorrection(Pool, Disk, Because);

/// <summary>Have an image attached once only: the loop device that nothing lies on is detached.</summary>
public sealed record DetachDuplicate(string Pool, string Disk, string Because) : DiskCorrection(Pool, Disk, Because);

/// <summary>Have an image that is attached read-only attached writable, while nothing uses it.</summary>
public sealed record AttachWritable(string Pool, string Disk, string Because) : DiskCorrection(Pool, Disk, Because);

/// <summary>Have a disk in the group. It is given a label only when it is proven blank.</summary>
public sealed record AddDisk(string Pool, string Disk, string Because) : DiskCorrection(Pool, Disk, Because);

/// <summary>Have a physical volume use all of its device.</summary>
public sealed record ResizeDisk(string Pool, string Disk, string Because) : DiskCorrection(Pool, Disk, Because);

/// <summary>Let new extents be taken from a disk.</summary>
public sealed record AllowAllocation(string Pool, string Disk, string Because) : DiskCorrection(Pool, Disk, Because);

/// <summary>Have nothing lie on a disk: its extents move to the others while in use.</summary>
public sealed record EmptyDisk(string Pool, string Disk, string Because) : DiskCorrection(Pool, Disk, Because);

/// <summary>Have an empty disk of the group labelled anew, so that none of its room is lost.</summary>
public sealed record RelabelDisk(string Pool, string Disk, string Because) : DiskCorrection(Pool, Disk, Because);

/// <summary>Have a disk that is back counted as present again.</summary>
public sealed record RestoreDisk(string Pool, string Disk, string Because) : DiskCorrection(Pool, Disk, Because);

/// <summary>Have a deleted image that nothing lies on out of its group and detached, so that a new one can be made.</summary>
/// <param name="Device">The loop device that still serves it.</param>
public sealed record ReleaseImage(string Pool, string Disk, string Device, string Because) : DiskCorrection(Pool, Disk, Because);

/// <summary>Have a thin pool's data at least so large. Never makes it smaller.</summary>
/// <param name="Pool">Group and pool: vg0/pool0.</param>
/// <param name="ToAtLeast">Absolute, so that a retry cannot grow it twice.</param>
/// <param name="Reserve">What stays free in the group.</param>
public sealed record GrowThinPool(string Pool, Bytes ToAtLeast, Bytes Reserve, string Because) : StorageCorrection(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Pool(Pool);
}

/// <summary>Have a thin pool's metadata at least so large. Never makes it smaller.</summary>
/// <param name="Pool">Group and pool: vg0/pool0.</param>
/// <param name="ToAtLeast">Absolute, so that a retry cannot grow it twice.</param>
/// <param name="Reserve">What stays free in the group.</param>
public sealed record GrowThinPoolMetadata(string Pool, Bytes ToAtLeast, Bytes Reserve, string Because) : StorageCorrection(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Pool(Pool);
}

/// <summary>Have every disk of a group hold its newest metadata.</summary>
public sealed record RenewMetadata(string Pool, string Because) : StorageCorrection(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Pool(Pool);
}

/// <summary>Have a move between disks that was interrupted go on to its end.</summary>
public sealed record FinishMove(string Pool, string Because) : StorageCorrection(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Pool(Pool);
}

/// <summary>Have LVM see these disks again.</summary>
public sealed record ShowDisks(LvmHiding HiddenBy, IReadOnlyList<string> Devices, string Because) : StorageCorrection(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Pool("lvm.conf");

    /// <summary>By content: the same is wanted when a replay wants it of other lists.</summary>
    public bool Equals(ShowDisks? other) => base.Equals(other) && HiddenBy == other.HiddenBy && Devices.SequenceEqual(other.Devices, StringComparer.Ordinal);

    public override int GetHashCode() => HashCode.Combine(HiddenBy, Devices.Count, Because);
}

/// <summary>Have a logical volume active.</summary>
/// <param name="Volume">Group and name.</param>
public sealed record ActivateVolume(string Path, string Volume, string Because) : MountCorrection(Path, Because)
{
    /// <summary>After a boot, where it is active now; else now, whatever is said of boots.</summary>
    public bool AtBoot { get; init; }
}

/// <summary>Have a logical volume writable in its metadata.</summary>
public sealed record MakeVolumeWritable(string Path, string Volume, string Because) : MountCorrection(Path, Because);

/// <summary>Have a suspended device go on.</summary>
public sealed record ResumeVolume(string Path, string Volume, string Because) : MountCorrection(Path, Because);

/// <summary>Have the device mounted where it belongs.</summary>
public sealed record MountDevice(string Path, string Device, string FileSystem, string Options, string Because) : MountCorrection(Path, Because);

/// <summary>Have nothing lie over a mount. Only a cover without a file in it is taken away.</summary>
public sealed record Uncover(string Path, string Because) : MountCorrection(Path, Because);

/// <summary>Have a mount accept writes.</summary>
public sealed record RemountWritable(string Path, string Because) : MountCorrection(Path, Because);

/// <summary>Have fstab(5) mount the device there, with these options; all else in the file stays as it is.</summary>
public sealed record RepairMountTable(string Path, string Device, string FileSystem, string Options, string Because) : MountCorrection(Path, Because);

/// <summary>Have this share of an ext4 kept for root.</summary>
public sealed record ReserveBlocks(string Path, string Device, Percent Share, string Because) : MountCorrection(Path, Because);

/// <summary>Have a unit of systemd that attaches the pool's images at a boot.</summary>
/// <param name="Unit">Its file's name.</param>
public sealed record WriteBootUnit(string Pool, string Unit, string Text, string Because) : StorageCorrection(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Pool(Unit);
}

/// <summary>Have a folder with this mode and owner, and not immutable. Its content stays as it is.</summary>
/// <param name="Mode">Octal; null to leave it.</param>
/// <param name="Owner">The uid; null to leave it.</param>
public sealed record OpenFolder(string Path, string Because, string? Mode = null, long? Owner = null) : StorageCorrection(Because)
{
    /// <summary>The mount that it belongs on: without it another folder lies at its path. Empty when it is on none of the settings.</summary>
    public string Mount { get; init => field = value ?? ""; } = "";

    /// <summary>What should be mounted there.</summary>
    public string Device { get; init => field = value ?? ""; } = "";

    [JsonIgnore]
    public override string Resource => Resources.Folder(Path);
}

/// <summary>Have a deleted file that a process holds open take no room: it is emptied in place, and the process lives on.</summary>
public sealed record EmptyDeletedFile(int Pid, int Descriptor, ulong Inode, string Host, string Because) : StorageCorrection(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Folder(Host);
}
