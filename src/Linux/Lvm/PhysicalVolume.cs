using EventOps.Model;

namespace EventOps.Linux.Lvm;

/// <summary>A physical volume as pvs(8) reports it. <paramref name="Group"/> is empty when it is in no volume group.</summary>
/// <param name="Size">The part in whole extents that the group uses.</param>
/// <param name="IsAllocatable">Whether new extents may be taken from it (pvchange -x).</param>
/// <param name="DeviceSize">The device's size now; more than start and size together after the disk has grown.</param>
/// <param name="Start">Where the first extent begins on the device.</param>
public sealed record PhysicalVolume(string Group, string Name, string Uuid, Bytes Size, Bytes Free, bool IsAllocatable, Bytes DeviceSize, Bytes Start)
{
    /// <summary>The group's metadata call it missing: its device is not there, or was not there when the group last changed.</summary>
    public bool IsMissing { get; init; }

    /// <summary>LVM has no device for it.</summary>
    public bool HasNoDevice => Name.StartsWith('[') || Name.Length == 0;
}
