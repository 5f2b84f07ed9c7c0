using System.Text.Json.Serialization;

namespace EventOps.Model;

/// <summary>What the settings want mounted.</summary>
public sealed record MountPolicy : IFact
{
    /// <summary>Where: an absolute path without a slash at its end.</summary>
    public required string Path { get; init; }

    /// <summary>What: a device path such as /dev/mapper/vg0-data0.</summary>
    public required string Device { get; init; }

    /// <summary>The device as LVM names it, vg0/data0; empty when it is no logical volume.</summary>
    public string LogicalVolume { get; init; } = "";

    /// <summary>Its type: ext4, xfs, btrfs.</summary>
    public required string FileSystem { get; init; }

    /// <summary>As in fstab(5).</summary>
    public string Options { get; init; } = "defaults";

    /// <summary>It is meant to be read-only.</summary>
    [JsonIgnore]
    public bool IsReadOnly => Options.Split(',').LastOrDefault(o => o is "ro" or "rw") == "ro";

    /// <summary>Whether fstab(5) is to have it.</summary>
    public bool IsInFstab { get; init; } = true;

    /// <summary>The share of an ext4 that is kept for root; null when it does not matter.</summary>
    public Percent? Reserved { get; init; }

    string IFact.Key => Path;
}
