using EventOps.Linux.Block;

namespace EventOps.Linux.Mounts;

/// <summary>What the first field of an fstab(5) line leads to.</summary>
public static class SourceOf
{
    /// <summary>
    /// Whether a source leads to a device: it is its path, another path of it, or a UUID or label that stands on it. While the
    /// device is not there only the same path, or LVM's other way of writing it, counts.
    /// </summary>
    public static bool IsSame(string source, string device) =>
        source == device
        || (MapperNames.VolumeOf(source) is { Length: > 0 } volume && volume == MapperNames.VolumeOf(device))
        || (source.StartsWith('/') ? DeviceNode.NumberOf(source) is { } number && DeviceNode.NumberOf(device) == number : HasTag(source, device));

    private static bool HasTag(string source, string device) =>
        source.Split('=', 2) is [var kind, var value]
        && FileSystemProbe.Tags(device) is { } tags
        && kind switch
        {
            "UUID" => tags.Uuid.Equals(value.Trim('"'), StringComparison.OrdinalIgnoreCase),
            "LABEL" => tags.Label == value.Trim('"'),
            _ => false,
        };
}
