namespace EventOps.Model;

/// <summary>When a thin pool needs to grow, and how large it should be then. Pure arithmetic over what LVM reported.</summary>
public static class ThinPoolPlan
{
    /// <summary>LVM makes no larger ones, and the kernel uses no more (lvmthin(7): 15.81 GiB), in whole MiB.</summary>
    public static Bytes LargestMetadata { get; } = Bytes.FromMiB(16188);

    private static readonly Bytes LeastMetadataStep = Bytes.FromMiB(4);

    public static bool IsShortOfData(this ThinPool pool, ThinPoolPolicy policy) => pool.DataUsed >= policy.GrowAt;

    public static bool IsShortOfMetadata(this ThinPool pool, ThinPoolPolicy policy) => pool.MetadataUsed >= policy.GrowAt;

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
