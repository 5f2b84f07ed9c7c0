using System.Text.Json.Serialization;

namespace EventOps.Model;

/// <summary>A disk that the settings want in a volume group, as it is now.</summary>
public sealed record PoolDisk : IFact
{
    /// <summary>The volume group's name.</summary>
    public required string Pool { get; init; }

    /// <summary>The image file or the device, as the settings name it.</summary>
    public required string Path { get; init; }

    public bool IsImage { get; init; }

    /// <summary>How large the image is to be; zero for a device.</summary>
    public Bytes WantedSize { get; init; }

    /// <summary>The file or device is there.</summary>
    public bool Exists { get; init; }

    /// <summary>Of the file, or of the device.</summary>
    public Bytes Size { get; init; }

    /// <summary>What the file takes on disk.</summary>
    public Bytes Allocated { get; init; }

    /// <summary>The device that LVM is to use: the loop device over the image; empty when the image is not attached.</summary>
    public string Device { get; init; } = "";

    /// <summary>Of that device.</summary>
    public Bytes DeviceSize { get; init; }

    public bool IsReadOnly { get; init; }

    /// <summary>An active volume or another device lies on it; null in journals from before this was looked at.</summary>
    public bool? IsHeld { get; init; }

    /// <summary>The image has lost its name while it is attached: detaching it loses its content.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>Another loop device over the same image, or over a copy of it; empty when there is none.</summary>
    public string Duplicate { get; init; } = "";

    /// <summary>What discards on the device do: punch holes into the image.</summary>
    public bool Discards { get; init; }

    /// <summary>What is at the beginning of it.</summary>
    public DiskContent Content { get; init; }

    /// <summary>What the filesystem that holds the image has available, rounded down to 1 MiB.</summary>
    public Bytes HostAvailable { get; init; }

    /// <summary>Blocks that the image was promised and has not got.</summary>
    [JsonIgnore]
    public Bytes Holes => IsImage && Exists ? Bytes.Max(Bytes.Zero, Size - Allocated) : Bytes.Zero;

    /// <summary>What its filesystem must have for it to become as large as wanted: one that is attached is lengthened, another one is allocated whole.</summary>
    [JsonIgnore]
    public Bytes Lacking => WantedSize - (IsAttached ? Size : Allocated);

    [JsonIgnore]
    public bool IsAttached => Device.Length > 0;

    string IFact.Key => Path;
}

/// <summary>What is on a disk, by reading it.</summary>
public enum DiskContent
{
    /// <summary>It could not be read, or is not there.</summary>
    Unknown,

    /// <summary>Nothing was ever written: it is all zeros where anything would leave its mark.</summary>
    Blank,

    /// <summary>A label of LVM.</summary>
    PhysicalVolume,

    /// <summary>Something else: it is left alone.</summary>
    Other,
}
