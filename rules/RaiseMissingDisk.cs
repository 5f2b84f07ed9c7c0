/// <summary>A group without one of its disks: what lies on it is out of reach. Taking it out of the group would make the loss final.</summary>
[Name("Raise a missing disk")]
[Description("Raises an alarm when a volume group lacks a disk that cannot simply be attached again.")]
public class RaiseMissingDisk : Rule
{
    public override void Define()
    {
        LvmGroup group = default!;
        IEnumerable<LvmDisk> missing = default!;
        IEnumerable<PoolDisk> blank = default!;

        When()
            .Match(() => group, g => g.MissingDisks > 0)
            .Exists<PoolPolicy>(p => p.Name == group.Name)
            .Query(() => missing, q => q.Match<LvmDisk>(d => d.Group == group.Name, d => d.IsMissing).Collect())
            .Query(() => blank, q => q.Match<PoolDisk>(d => d.Pool == group.Name, d => d.IsAttached && d.Content == DiskContent.Blank).Collect());

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm("missing-disk:" + group.Name, Severity.Critical, $"{group.Name} lacks {group.MissingDisks.Counted("disk")}. Bring the device or image back under its name; see: pvs -o +pv_uuid. If only its label was wiped and nothing lies on it: {Relabel(group, missing, blank)} Risk of vgreduce --removemissing: volumes with extents on it are removed for good")))
            .Undo(ctx => ctx.Act(new ClearAlarm("missing-disk:" + group.Name, "all disks are there")));
    }

    /// <summary>By name, where it is plain which disk of the settings lost which label.</summary>
    private static string Relabel(LvmGroup group, IEnumerable<LvmDisk> missing, IEnumerable<PoolDisk> blank)
    {
        var (uuids, devices) = (missing.Select(d => d.Uuid).OrderBy(u => u, StringComparer.Ordinal).ToList(), blank.Select(d => d.Device).OrderBy(d => d, StringComparer.Ordinal).ToList());
        var uuid = uuids.Count == 1 ? uuids[0] : "UUID";
        var device = devices.Count == 1 && uuids.Count == 1 ? devices[0] : "DEVICE";
        return $"pvcreate --uuid {uuid} --restorefile /etc/lvm/backup/{group.Name} {device}; vgcfgrestore {group.Name}{(uuids.Count > 1 ? $", with each UUID of {string.Join(", ", uuids)} and its device" : "")}.";
    }
}
