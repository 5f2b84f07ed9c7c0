using EventOps.Model;

namespace EventOps.Sensors.Storage;

/// <summary>Whether two readings of one thing say the same. Lists in records are compared by what is in them.</summary>
internal static class StorageChange
{
    public static bool IsSame(Event a, Event b) => (a, b) switch
    {
        (LvmReported x, LvmReported y) => x.Groups.SequenceEqual(y.Groups) && x.Disks.SequenceEqual(y.Disks) && x.Volumes.SequenceEqual(y.Volumes) && x.ThinPools.SequenceEqual(y.ThinPools)
            && IsSame(x.Blindness, y.Blindness),
        (DeletedFilesSeen x, DeletedFilesSeen y) => x.Files.SequenceEqual(y.Files),
        _ => a == b,
    };

    private static bool IsSame(LvmBlindness? a, LvmBlindness? b) =>
        a?.By == b?.By && (a?.Devices ?? []).SequenceEqual(b?.Devices ?? [], StringComparer.Ordinal);
}
