using EventOps.Model;

namespace EventOps.Host.Guard;

/// <summary>What the guard needs to know of a volume.</summary>
internal sealed record VolumeState(
    bool IsMounted,
    Bytes DeviceSize,
    Bytes FileSystemSize,
    Bytes Available,
    TimeSpan? TimeToFull,
    bool IsReadOnly)
{
    public static VolumeState Unknown { get; } = new(false, default, default, default, null, false);

    public bool IsHalfGrown => GrowthPlan.IsHalfDone(DeviceSize, FileSystemSize);

    /// <summary>How long until nothing more can be written; zero when nothing can now, although nothing fills it then.</summary>
    public TimeSpan TimeLeft => Available <= Bytes.Zero ? TimeSpan.Zero : TimeToFull ?? TimeSpan.MaxValue;
}
