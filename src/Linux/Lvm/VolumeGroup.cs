using EventOps.Model;

namespace EventOps.Linux.Lvm;

/// <summary>A volume group as vgs(8) reports it, with its volumes.</summary>
public sealed record VolumeGroup(
    string Name, string Uuid, string Attributes, Bytes ExtentSize, long ExtentCount, long FreeCount, int MissingPhysicalVolumes,
    IReadOnlyList<LogicalVolume> LogicalVolumes, IReadOnlyList<PhysicalVolume> PhysicalVolumes)
{
    /// <summary>All free extents, those on physical volumes that may not be used among them.</summary>
    public Bytes Free => ExtentSize * FreeCount;

    /// <summary>What volumes can really grow by: the free space of the physical volumes that new extents may be taken from.</summary>
    public Bytes GrowableFree => PhysicalVolumes.Where(p => p.IsAllocatable).Aggregate(Bytes.Zero, (sum, p) => sum + p.Free);
}
