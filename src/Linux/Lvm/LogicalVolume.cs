using EventOps.Model;

namespace EventOps.Linux.Lvm;

/// <summary>A logical volume as lvs(8) reports it.</summary>
/// <param name="Path">Its device path, like <c>/dev/vg/lv</c>; empty for an internal volume.</param>
/// <param name="Attributes">The lv_attr letters, see lvs(8).</param>
/// <param name="IsActive">Whether it is active here; null when lvm did not know.</param>
/// <param name="Origin">The volume that this is a snapshot of; empty otherwise.</param>
/// <param name="Health">Empty when well, else a word like <c>partial</c> or <c>refresh needed</c>.</param>
/// <param name="DataPercent">How full a thin pool, thin volume, cache or snapshot is; null for others and for inactive ones.</param>
/// <param name="Pool">The thin or cache pool; empty when none.</param>
public sealed record LogicalVolume(
    string Group, string Name, string Uuid, Bytes Size, string Path, string Attributes, bool? IsActive, string Permissions,
    string Origin, string Health, Percent? DataPercent, string Pool)
{
    /// <summary>Activating the group leaves it out (lvchange -k).</summary>
    public bool SkipsActivation { get; init; }

    /// <summary>Of a thin pool: the size of what it keeps its mappings in, lvmthin(7).</summary>
    public Bytes MetadataSize { get; init; }

    /// <summary>Of a thin pool: how full its metadata is; null for others and for inactive ones.</summary>
    public Percent? MetadataPercent { get; init; }

    /// <summary>Of a move or a mirror: how much of it is copied; null of others.</summary>
    public Percent? CopyPercent { get; init; }

    /// <summary>A pool that thin volumes take their blocks from (first letter of lv_attr).</summary>
    public bool IsThinPool => Attributes.StartsWith('t');

    /// <summary>It takes its blocks from a pool, as it is written to (first letter of lv_attr).</summary>
    public bool IsThin => Attributes.StartsWith('V');

    /// <summary>A move between disks that has not ended, pvmove(8) (first letter of lv_attr).</summary>
    public bool IsMove => Attributes.StartsWith('p');

    /// <summary>LVM keeps it from being changed for now, as while its extents move to other disks (a capital third letter of lv_attr).</summary>
    public bool IsLocked => Attributes.Length > 2 && char.IsAsciiLetterUpper(Attributes[2]);

    /// <summary>The device is suspended: every writer to it hangs (fifth letter of lv_attr).</summary>
    public bool IsSuspended => Attributes.Length > 4 && Attributes[4] is 's' or 'S';
}
