using EventOps.Model;

namespace EventOps.Lab.Growth;

/// <summary>What the demonstration is to show.</summary>
internal sealed record GrowthOptions
{
    /// <summary>The published daemon.</summary>
    public required string Program { get; init; }

    /// <summary>The folder of the rule files.</summary>
    public required string Rules { get; init; }

    /// <summary>xfs or btrfs.</summary>
    public string FileSystem { get; init; } = "xfs";

    /// <summary>Of the image at first.</summary>
    public Bytes Size { get; init; } = Bytes.FromGiB(1);

    /// <summary>Null for what the machine has room for.</summary>
    public Bytes? Ceiling { get; init; }

    public Bytes Step { get; init; } = Bytes.FromMiB(500);

    public Percent Threshold { get; init; } = new(85);

    /// <summary>Null for as fast as the machine can.</summary>
    public ByteRate? Rate { get; init; }

    /// <summary>The writer ends after this, or just below the ceiling.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromMinutes(1);

    public bool OnDisk { get; init; }

    /// <summary>Where the image lies; null for memory or a disk, as fits.</summary>
    public string? Folder { get; init; }

    public bool Observe { get; init; }

    public bool Keep { get; init; }

    public bool Json { get; init; }
}
