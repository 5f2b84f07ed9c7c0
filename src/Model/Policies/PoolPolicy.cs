using System.Text.Json.Serialization;

namespace EventOps.Model;

/// <summary>What the settings want of a volume group: the disks that it is made of.</summary>
public sealed record PoolPolicy : IFact
{
    /// <summary>The volume group's name.</summary>
    public required string Name { get; init; }

    /// <summary>Files that serve as disks, attached by loop devices. Absolute paths.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>How large each image is.</summary>
    public Bytes ImageSize { get; init; }

    /// <summary>Disks by their device paths.</summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <summary>What the filesystem that holds the images keeps free when one is made or filled up.</summary>
    public Bytes HostReserve { get; init; }

    /// <summary>A unit of systemd(1) is to attach the images at a boot, before anything is mounted.</summary>
    public bool AttachAtBoot { get; init; }

    /// <summary>How many disks it has when all is well.</summary>
    [JsonIgnore]
    public int Disks => Images.Count + Devices.Count;

    string IFact.Key => Name;

    public bool Equals(PoolPolicy? other) =>
        other is not null && (Name, ImageSize, HostReserve, AttachAtBoot) == (other.Name, other.ImageSize, other.HostReserve, other.AttachAtBoot)
        && Images.SequenceEqual(other.Images, StringComparer.Ordinal) && Devices.SequenceEqual(other.Devices, StringComparer.Ordinal);

    public override int GetHashCode() => HashCode.Combine(Name, Images.Count, ImageSize, Devices.Count, HostReserve);
}
