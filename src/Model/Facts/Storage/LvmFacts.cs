using System.Text.Json.Serialization;

namespace EventOps.Model;

/// <summary>A volume group as LVM last reported it.</summary>
/// <param name="Growable">Free extents of disks that new extents may be taken from.</param>
/// <param name="MissingDisks">Disks that LVM cannot find.</param>
/// <param name="IsMoving">A move between disks (pvmove(8)) has not ended.</param>
public sealed record LvmGroup(string Name, Bytes ExtentSize, long Extents, long FreeExtents, Bytes Growable, int MissingDisks, bool IsMoving) : IFact
{
    /// <summary>A pvmove(8) is at work on this host: a move that has not ended is not one that was interrupted.</summary>
    public bool HasMover { get; init; }

    /// <summary>How much of that move is done, rounded down to <see cref="MoveSteps"/>, so that it is told now and then; null when there is none.</summary>
    public Percent? Moved { get; init; }

    /// <summary>Some of its disks hold older metadata than the others, as they were away when the group was changed.</summary>
    public bool HasOldMetadata { get; init; }

    /// <summary>In hundredths.</summary>
    public const int MoveSteps = 5;

    string IFact.Key => Name;
}

/// <summary>A physical volume as LVM last reported it.</summary>
/// <param name="Group">Empty when it is in none.</param>
/// <param name="Start">Where its first extent begins on the device.</param>
/// <param name="IsMissing">LVM cannot find its device; then <paramref name="Device"/> is what LVM calls it.</param>
/// <param name="IsFlaggedMissing">It is back, but the group's metadata still calls it missing.</param>
/// <param name="ElsewhereGrowable">What other disks of its group could take over.</param>
public sealed record LvmDisk(
    string Device,
    string Group,
    string Uuid,
    Bytes Size,
    Bytes Free,
    bool IsAllocatable,
    Bytes DeviceSize,
    Bytes Start,
    Bytes ExtentSize,
    bool IsMissing,
    bool IsFlaggedMissing,
    Bytes ElsewhereGrowable) : IFact
{
    /// <summary>LVM puts the first extent at 1 MiB; more than this is lost for nothing.</summary>
    private static readonly Bytes LargestStart = Bytes.FromMiB(16);

    [JsonIgnore]
    public Bytes Used => Size - Free;

    [JsonIgnore]
    public bool IsUsed => Used > Bytes.Zero;

    /// <summary>Room before its first extent that only making it anew brings back.</summary>
    [JsonIgnore]
    public bool IsMisaligned => !IsMissing && Start > LargestStart && Start > ExtentSize;

    /// <summary>Its device has room for at least one more extent than it uses.</summary>
    [JsonIgnore]
    public bool IsSmallerThanDevice => !IsMissing && DeviceSize > Bytes.Zero && DeviceSize - Start - Size >= ExtentSize + Bytes.FromMiB(1);

    /// <summary>It claims more than its device has.</summary>
    [JsonIgnore]
    public bool IsLargerThanDevice => !IsMissing && DeviceSize > Bytes.Zero && Start + Size > DeviceSize;

    string IFact.Key => IsMissing ? Uuid : Device;
}

/// <summary>A logical volume as LVM last reported it.</summary>
/// <param name="Name">Group and volume: vg0/data0.</param>
/// <param name="Origin">The volume that it is a snapshot of, which LVM does not extend while both are active; empty otherwise, of a thin snapshot too.</param>
/// <param name="Health">Empty when well, else LVM's word for it.</param>
/// <param name="DataPercent">How full a snapshot is.</param>
public sealed record LvmVolume(
    string Name,
    string Group,
    Bytes Size,
    bool IsActive,
    bool IsWritable,
    bool SkipsActivation,
    bool HasSnapshot,
    string Origin,
    string Health,
    Percent? DataPercent = null) : IFact
{
    /// <summary>It cannot be changed for now: its extents are on the move to other disks.</summary>
    public bool IsLocked { get; init; }

    /// <summary>The pool that a thin volume takes its blocks from, such as vg0/pool0; empty of others.</summary>
    public string ThinPool { get; init => field = value ?? ""; } = "";

    /// <summary>Whether that is a path of its device: /dev/vg0/data0, or /dev/mapper/vg0-data0.</summary>
    public bool IsAt(string? device) =>
        device == "/dev/" + Name
        || device == "/dev/mapper/" + string.Join('-', Name.Split('/').Select(part => part.Replace("-", "--", StringComparison.Ordinal)));

    string IFact.Key => Name;
}

/// <summary>A pool that thin volumes take their blocks from, as LVM last reported it; see lvmthin(7). Full of either, their writers wait and then fail.</summary>
/// <param name="Name">Group and pool: vg0/pool0.</param>
/// <param name="DataUsed">How full it is.</param>
/// <param name="MetadataSize">Of what it keeps its mappings in.</param>
/// <param name="MetadataUsed">How full that is.</param>
/// <param name="Growable">Free extents of its group that new extents may be taken from.</param>
public sealed record ThinPool(string Name, string Group, Bytes Size, Percent DataUsed, Bytes MetadataSize, Percent MetadataUsed, Bytes Growable) : IFact
{
    string IFact.Key => Name;
}

/// <summary>LVM does not see disks that hold its labels, or may not use blank ones that are to get one: something in its configuration hides them.</summary>
/// <param name="Devices">The hidden ones.</param>
/// <param name="By">What hides them.</param>
public sealed record LvmBlindness(LvmHiding By, IReadOnlyList<string> Devices) : IFact
{
    string IFact.Key => "lvm";

    /// <summary>By content, so that looking again is no change.</summary>
    public bool Equals(LvmBlindness? other) => other is not null && By == other.By && Devices.SequenceEqual(other.Devices, StringComparer.Ordinal);

    public override int GetHashCode() => HashCode.Combine(By, Devices.Count);
}

/// <summary>What can hide disks from LVM.</summary>
public enum LvmHiding
{
    /// <summary>filter or global_filter in lvm.conf(5).</summary>
    Filter,

    /// <summary>A devices file that does not list them (lvmdevices(8)).</summary>
    DevicesFile,
}
