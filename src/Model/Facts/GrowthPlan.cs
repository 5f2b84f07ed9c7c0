namespace EventOps.Model;

/// <summary>When a volume needs to grow, and how large it should be then. Pure arithmetic over what was measured.</summary>
public static class GrowthPlan
{
    /// <summary>What a filesystem may leave unused at the end of its device: a last group too small to be of use to it.</summary>
    public static Bytes Rounding => Bytes.FromMiB(16);

    /// <summary>Whether the storage is larger than the filesystem on it by more than rounding explains; false while either is unknown.</summary>
    public static bool IsHalfDone(Bytes device, Bytes fileSystem) =>
        fileSystem > Bytes.Zero && device - fileSystem > Rounding;

    /// <summary>How much may still be written before the policy's threshold is crossed; negative when it is crossed.</summary>
    public static Bytes Headroom(this VolumePolicy policy, Bytes used, Bytes available)
    {
        var whole = used + available;
        var leastAvailable = whole - policy.GrowAt.Of(whole);
        return available - Bytes.Max(leastAvailable, policy.GrowBelow);
    }

    /// <summary>Whether the volume is fuller, in bytes, than its policy lets it be.</summary>
    public static bool IsOver(this Volume volume, VolumePolicy policy) =>
        volume.IsKnown && policy.Headroom(volume.Used, volume.Available) <= Bytes.Zero;

    /// <summary>Whether more of the volume's inodes are in use than its policy lets be.</summary>
    public static bool IsShortOfInodes(this Volume volume, VolumePolicy policy) =>
        volume.IsKnown && volume.Inodes > 0 && volume.InodesUsedShare >= policy.GrowAtInodes;

    /// <summary>Whether growing up to the ceiling would bring enough inodes: ext4 and XFS gain them in proportion to their size.</summary>
    public static bool GrowthCuresInodes(this Volume volume, VolumePolicy policy) =>
        volume.FileSystem is "ext4" or "xfs" && SizeForInodes(volume, policy) <= policy.Ceiling;

    /// <summary>Whether its storage is smaller than its policy wants it at least.</summary>
    public static bool IsBelowLeast(this Volume volume, VolumePolicy policy) =>
        volume.IsKnown && volume.DeviceSize > Bytes.Zero && volume.DeviceSize < policy.AtLeast;

    public static bool IsAtCeiling(this Volume volume, VolumePolicy policy) => volume.DeviceSize >= policy.Ceiling;

    /// <summary>
    /// Whether its threshold would soon be crossed for the last time although it were at its ceiling already: less than a step may still be
    /// written then, or less than a tenth of the ceiling where steps are larger.
    /// </summary>
    public static bool IsNearItsCeiling(this Volume volume, VolumePolicy policy) =>
        volume.IsKnown && !volume.IsAtCeiling(policy)
        && policy.Headroom(volume.Used, volume.Available + policy.Ceiling - volume.DeviceSize) < Bytes.Min(policy.Step, new Bytes(policy.Ceiling.Value / 10));

    /// <summary>
    /// The size to grow to, from the measured size: at least one step; as many as bring the volume back under its threshold and
    /// last for the policy's horizon at the present rate; never more than the ceiling, and no more steps than there is room for,
    /// when there is room for one.
    /// </summary>
    public static Bytes NextSize(this Volume volume, VolumePolicy policy)
    {
        // Steps are counted from the least size on: a step from below would miss it for good.
        var wanted = volume.IsBelowLeast(policy) ? policy.AtLeast - volume.DeviceSize : policy.Step;
        if (volume.IsOver(policy))
        {
            var short_ = Bytes.Zero - policy.Headroom(volume.Used, volume.Available);
            var share = Math.Max(policy.GrowAt.Value / 100.0, 0.01);
            // A step adds its whole size to what is available, but only its threshold's share of it before the threshold comes again.
            var refill = ((double)short_.Value + (volume.FillRate.PerSecond * policy.Horizon.TotalSeconds)) / share;

            // A rate measured over an instant can be beyond all reason; more than the ceiling is never needed.
            wanted = Bytes.Max(wanted, refill < policy.Ceiling.Value ? new Bytes((long)refill + 1) : policy.Ceiling);
        }

        if (volume.IsShortOfInodes(policy))
        {
            wanted = Bytes.Max(wanted, SizeForInodes(volume, policy) - volume.DeviceSize);
        }

        var from = Bytes.Max(volume.DeviceSize, policy.AtLeast);
        var steps = Bytes.Max(Bytes.Zero, volume.DeviceSize + wanted - from);
        return WithinRoom(volume, policy, from, Bytes.Min(from + steps.RoundUpTo(policy.Step), Bytes.Max(policy.Ceiling, volume.DeviceSize)));
    }

    /// <summary>Several steps at once would be refused whole, although some of them would do for a while.</summary>
    /// <param name="from">Where steps are counted from.</param>
    private static Bytes WithinRoom(Volume volume, VolumePolicy policy, Bytes from, Bytes target)
    {
        var most = volume.DeviceSize + volume.Room;
        return target <= most ? target
            : most >= from + policy.Step ? from + (most - from).RoundDownTo(policy.Step)
            : from > volume.DeviceSize && most >= from ? from
            : target;
    }

    private static Bytes SizeForInodes(Volume volume, VolumePolicy policy)
    {
        var used = volume.Inodes - volume.InodesFree;
        var needed = used / (policy.GrowAtInodes.Value / 100.0);
        var size = volume.DeviceSize.Value * (needed / Math.Max(1, volume.Inodes));
        return size >= long.MaxValue / 2 ? new Bytes(long.MaxValue / 2) : new Bytes((long)size + 1);
    }
}
