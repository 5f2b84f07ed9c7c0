namespace EventOps.Model;

/// <summary>A watched volume as last seen.</summary>
/// <remarks>Shares count as df does: used is size less free, and the whole is what an ordinary user can have, used plus available.</remarks>
public sealed record Volume : IFact
{
    /// <summary>Its name in the settings.</summary>
    public required string Name { get; init; }

    public required string MountPoint { get; init; }

    public required string FileSystem { get; init; }

    public required VolumeKind Kind { get; init; }

    /// <summary>The image file, or VG/LV.</summary>
    public required string Storage { get; init; }

    public Bytes Size { get; init; }

    public Bytes Available { get; init; }

    public Bytes Free { get; init; }

    public long Inodes { get; init; }

    public long InodesFree { get; init; }

    public Bytes DeviceSize { get; init; }

    public Bytes FileSystemSize { get; init; }

    public ByteRate ShortRate { get; init; }

    public ByteRate LongRate { get; init; }

    /// <summary>At the present rate; null when it is not filling.</summary>
    public TimeSpan? TimeToFull { get; init; }

    public bool IsReadOnly { get; init; }

    /// <summary>False until it has been sampled since it was found, and while its sensor is silent: rules leave it alone then.</summary>
    public bool IsKnown { get; init; }

    /// <summary>A growth of it has begun and is not yet verified.</summary>
    public bool IsGrowing { get; init; }

    /// <summary>What stands in the way of growing it; empty when nothing does.</summary>
    public string Obstacles { get; init; } = "";

    /// <summary>How much larger its storage could be made.</summary>
    public Bytes Room { get; init; }

    /// <summary>Its room was looked at since it was found.</summary>
    public bool IsRoomKnown { get; init; }

    public Bytes Used => Size - Free;

    /// <summary>As df prints it.</summary>
    public Percent UsedShare => Percent.Of(Used.Value, Used.Value + Available.Value);

    public Percent InodesUsedShare => Percent.Of(Inodes - InodesFree, Inodes);

    /// <summary>The faster of the short and the long fill rate, never negative.</summary>
    public ByteRate FillRate => ByteRate.Max(ByteRate.Zero, ByteRate.Max(ShortRate, LongRate));

    public bool IsFilling => FillRate > ByteRate.Zero;

    /// <summary>Storage larger than its filesystem by more than rounding explains: a growth was left half done.</summary>
    public bool IsHalfGrown => IsKnown && GrowthPlan.IsHalfDone(DeviceSize, FileSystemSize);

    string IFact.Key => Name;
}
