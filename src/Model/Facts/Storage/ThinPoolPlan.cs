namespace EventOps.Model;

/// <summary>When a thin pool needs to grow, and how large it should be then. Pure arithmetic over what LVM reported.</summary>
public static class ThinPoolPlan
{
    /// <summary>LVM makes no larger ones, and the kernel uses no more (lvmthin(7): 15.81 GiB), in whole MiB.</summary>
    public static Bytes LargestMetadata { get; } = Bytes.FromMiB(16188);

    private static readonly Bytes LeastMetadataStep = Bytes.FromMiB(4);

    public static bool IsShortOfData(this ThinPool pool, ThinPoolPolicy policy) => pool.DataUsed >= policy.GrowAt;

    public static bool IsShortOfMetadata(this ThinPool pool, ThinPoolPolicy policy) => pool.MetadataUsed >= policy.GrowAt;

    /// <summary>It is too full, and its ceiling or its group leaves it no room: what could be done before is over.</summary>
    public static bool CannotGrow(this ThinPool pool, ThinPoolPolicy policy) =>
        (pool.IsShortOfData(policy) && pool.NextSize(policy) <= pool.Size) || (pool.IsShortOfMetadata(policy) && pool.NextMetadataSize(policy) <= pool.MetadataSize);

    /// <summary>How large its data can become at most: its ceiling, or what its group has room for.</summary>
    public static Bytes Largest(this ThinPool pool, ThinPoolPolicy policy) => Bytes.Max(pool.Size, Bytes.Min(policy.Ceiling, pool.Size + Room(pool, policy)));

    /// <summary>
    /// Whether its data would soon be too full for the last time although they were as large as they can become: less than a step may still be
    /// written then, or less than a tenth of that size where steps are larger.
    /// </summary>
    public static bool IsNearItsLargest(this ThinPool pool, ThinPoolPolicy policy)
    {
        var largest = pool.Largest(policy);
        return !pool.CannotGrow(policy)
            && policy.GrowAt.Of(largest) - pool.DataUsed.Of(pool.Size) < Bytes.Min(policy.Step, new Bytes(largest.Value / 10));
    }

    /// <summary>One step more, or less where the ceiling or the group's room ends before.</summary>
    public static Bytes NextSize(this ThinPool pool, ThinPoolPolicy policy) =>
        pool.Size + Bytes.Max(Bytes.Zero, Bytes.Min(policy.Step, Bytes.Min(policy.Ceiling - pool.Size, Room(pool, policy))));

    /// <summary>Half as large again. LVM keeps a spare of the same size in the group, so that twice the room is needed.</summary>
    public static Bytes NextMetadataSize(this ThinPool pool, ThinPoolPolicy policy)
    {
        var step = Bytes.Max(LeastMetadataStep, new Bytes(pool.MetadataSize.Value / 2).RoundUpTo(LeastMetadataStep));
        var room = new Bytes(Room(pool, policy).Value / 2 / LeastMetadataStep.Value * LeastMetadataStep.Value);
        return Bytes.Max(pool.MetadataSize, Bytes.Min(LargestMetadata, pool.MetadataSize + Bytes.Min(step, room)));
    }

    private static Bytes Room(ThinPool pool, ThinPoolPolicy policy) => Bytes.Max(Bytes.Zero, pool.Growable - policy.Reserve);
}
