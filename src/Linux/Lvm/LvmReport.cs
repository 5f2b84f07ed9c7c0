namespace EventOps.Linux.Lvm;

/// <summary>Everything that lvm reported in one run, group by group, and what it warned about.</summary>
/// <param name="Unused">Physical volumes in no group.</param>
/// <param name="Warnings">Lines of stderr, and of stdout outside the report.</param>
public sealed record LvmReport(IReadOnlyList<VolumeGroup> Groups, IReadOnlyList<PhysicalVolume> Unused, IReadOnlyList<string> Warnings);
