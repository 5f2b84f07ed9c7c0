using EventOps.Model;

namespace EventOps.Linux.Lvm;

/// <summary>A volume group as vgs(8) reports it, with its volumes.</summary>
public sealed record VolumeGroup(
    string Name, string Uuid, string Attributes, Bytes ExtentSize, long ExtentCount, long FreeCount, int MissingPhysicalVolumes,
    IReadOnlyList<LogicalVolume> LogicalVolumes, IReadOnlyList<PhysicalVolume> PhysicalVolumes)
{
    /// <summary>Some of its disks hold older metadata than the others, as they were away when the group was changed (lib/metadata/metadata.c of LVM2 warns of it).</summary>
    public bool HasOldMetadata { get; init; }

    /// <summary>All free extents, those on physical volumes that may not be used among them.</summary>
    public Bytes Free => ExtentSize * FreeCount;

    /// <summary>How many copies a volume has of all that it holds: two of a RAID1 on two disks, one of a linear volume.</summary>
    public int CopiesOf(string volume) =>
        Math.Max(1, LogicalVolumes.Count(v => v.Name.StartsWith(volume + "_rimage_", StringComparison.Ordinal) || v.Name.StartsWith(volume + "_mimage_", StringComparison.Ordinal)));

    /// <summary>What the pool of a thin volume has not handed out yet; nothing for any other volume.</summary>
    public Bytes FreeInPoolOf(string volume) =>
        LogicalVolumes.FirstOrDefault(v => v.Name == volume) is { IsThin: true } thin
        && LogicalVolumes.FirstOrDefault(v => v.Name == thin.Pool) is { DataPercent: { } used } pool
            ? pool.Size - used.Of(pool.Size)
            : Bytes.Zero;

    /// <summary>
    /// What a volume with so many copies could grow by: each copy needs a disk of its own. At most the whole divided by them, and what the
    /// largest disks have is of use only as far as others can hold the other copies.
    /// </summary>
    public Bytes GrowableFor(int copies)
    {
        if (copies <= 1)
        {
            return GrowableFree;
        }

        // The largest x such that the disks, each counted with x at most, hold copies times x.
        var free = PhysicalVolumes.Where(p => p.IsAllocatable).Select(p => p.Free.Value).Order().ToList();
        var (sum, best) = (0L, 0L);
        for (var smaller = 0; smaller <= free.Count - 1; smaller++)
        {
            // Disks from here on hold x or more, those before hold all that they have.
            var (lower, upper) = (smaller == 0 ? 0 : free[smaller - 1], free[smaller]);
            var wholes = copies - (free.Count - smaller);
            var most = wholes <= 0 ? upper : Math.Min(upper, sum / wholes);
            best = most >= lower ? Math.Max(best, most) : best;
            sum += free[smaller];
        }

        return new Bytes(best / Math.Max(1, ExtentSize.Value) * ExtentSize.Value);
    }

    /// <summary>What volumes can really grow by: the free space of the physical volumes that new extents may be taken from.</summary>
    public Bytes GrowableFree => PhysicalVolumes.Where(p => p.IsAllocatable).Aggregate(Bytes.Zero, (sum, p) => sum + p.Free);
}
