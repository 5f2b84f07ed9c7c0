using EventOps.Linux.Lvm;
using EventOps.Linux.Processes;
using EventOps.Model;

namespace EventOps.Sensors.Storage;

/// <summary>What a report of LVM means for the groups that the settings want.</summary>
internal static class LvmReader
{
    private static readonly Bytes LargestStart = Bytes.FromMiB(16);

    /// <summary>Disks with a label of LVM that it does not see. Where one of them is a group's, LVM tells of it too, as one that is missing, without a device.</summary>
    /// <param name="disks">The wanted disks as they were read.</param>
    public static IReadOnlyList<string> Hidden(LvmReport report, IReadOnlyList<PoolDisk> disks)
    {
        var seen = report.Groups.SelectMany(g => g.PhysicalVolumes).Concat(report.Unused).Where(p => !p.HasNoDevice).Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        return [.. disks.Where(d => d is { IsAttached: true, Content: DiskContent.PhysicalVolume } && !seen.Contains(d.Device)).Select(d => d.Device)];
    }

    /// <summary>Disks that are to get a label, of which only a list of all devices tells whether LVM may use them.</summary>
    public static IReadOnlyList<string> Blank(IReadOnlyList<PoolDisk> disks) => [.. disks.Where(d => d is { IsAttached: true, Content: DiskContent.Blank }).Select(d => d.Device)];

    /// <param name="blindness">What hides disks from it, when something does.</param>
    public static LvmReported Read(LvmReport report, LvmBlindness? blindness)
    {
        var groups = report.Groups.OrderBy(g => g.Name, StringComparer.Ordinal).ToList();
        var physical = groups.SelectMany(g => g.PhysicalVolumes.Select(p => Disk(p, g)))
            .Concat(report.Unused.Select(p => Disk(p, null)))
            .OrderBy(d => d.Device, StringComparer.Ordinal).ThenBy(d => d.Uuid, StringComparer.Ordinal);
        return new LvmReported(
            [.. groups.Select(Group)],
            [.. physical],
            [.. groups.SelectMany(g => g.LogicalVolumes.Where(v => v.Path.Length > 0).Select(v => Volume(v, g))).OrderBy(v => v.Name, StringComparer.Ordinal)],
            blindness)
        {
            ThinPools = [.. groups.SelectMany(g => g.LogicalVolumes.Select(v => Pool(v, g)).OfType<ThinPool>()).OrderBy(p => p.Name, StringComparer.Ordinal)],
        };
    }

    /// <returns>Null of what is no pool, and of one that is not active, of which nobody knows how full it is.</returns>
    private static ThinPool? Pool(LogicalVolume volume, VolumeGroup group) => volume is { IsThinPool: true, DataPercent: { } data, MetadataPercent: { } metadata }
        ? new ThinPool($"{group.Name}/{volume.Name}", group.Name, volume.Size, data, volume.MetadataSize, metadata, group.GrowableFree)
        : null;

    private static LvmGroup Group(VolumeGroup group) => new(
        group.Name,
        group.ExtentSize,
        group.ExtentCount,
        group.FreeCount,
        group.GrowableFree,
        group.PhysicalVolumes.Count(p => p.HasNoDevice),
        group.LogicalVolumes.Any(v => v.IsMove))
    {
        Moved = group.LogicalVolumes.FirstOrDefault(v => v.IsMove)?.CopyPercent is { } copied
            ? new Percent(Math.Floor(copied.Value / LvmGroup.MoveSteps) * LvmGroup.MoveSteps)
            : null,
        HasOldMetadata = group.HasOldMetadata,
        HasMover = group.LogicalVolumes.Any(v => v.IsMove) && ProcessNames.IsRunning("pvmove"),
    };

    private static LvmDisk Disk(PhysicalVolume disk, VolumeGroup? group) => new(
        disk.HasNoDevice ? "" : disk.Name,
        disk.Group,
        disk.Uuid,
        disk.Size,
        disk.Free,
        disk.IsAllocatable,
        disk.DeviceSize,
        disk.Start,
        group?.ExtentSize ?? Bytes.FromMiB(4),
        disk.HasNoDevice,
        disk.IsMissing && !disk.HasNoDevice,
        group is null ? Bytes.Zero : Elsewhere(disk, group));

    /// <summary>Free room on sound disks that a move away from this one may use.</summary>
    private static Bytes Elsewhere(PhysicalVolume disk, VolumeGroup group) => group.PhysicalVolumes
        .Where(p => p.Uuid != disk.Uuid && p.IsAllocatable && !p.HasNoDevice && !p.IsMissing && p.Start <= LargestStart)
        .Aggregate(Bytes.Zero, (sum, p) => sum + p.Free);

    private static LvmVolume Volume(LogicalVolume volume, VolumeGroup group) => new(
        $"{group.Name}/{volume.Name}",
        group.Name,
        volume.Size,
        volume.IsActive ?? true,
        volume.Permissions is not "read-only",
        volume.SkipsActivation,
        group.LogicalVolumes.Any(v => v.Origin == volume.Name && IsSnapshot(v)),
        IsSnapshot(volume) ? $"{group.Name}/{volume.Origin}" : "",
        volume.Health,
        IsSnapshot(volume) ? volume.DataPercent : null)
    {
        IsLocked = volume.IsLocked,
        ThinPool = volume.IsThin && volume.Pool.Length > 0 ? $"{group.Name}/{volume.Pool}" : "",
    };

    /// <summary>One of a thin volume takes blocks of the pool alone, and keeps nothing from growing.</summary>
    private static bool IsSnapshot(LogicalVolume volume) => volume.Origin.Length > 0 && !volume.IsThin;
}
