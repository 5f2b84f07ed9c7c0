/// <summary>A group without one of its disks: what lies on it is out of reach. Taking it out of the group would make the loss final.</summary>
[Name("Raise a missing disk")]
[Description("Raises an alarm when a volume group lacks a disk that cannot simply be attached again.")]
public class RaiseMissingDisk : Rule
{
    public override void Define()
    {
        LvmGroup group = default!;

        When()
            .Match(() => group, g => g.MissingDisks > 0)
            .Exists<PoolPolicy>(p => p.Name == group.Name);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm("missing-disk:" + group.Name, Severity.Critical, $"{group.Name} lacks {group.MissingDisks.Counted("disk")}. Bring the device or image back under its name; see: pvs -o +pv_uuid. If only its label was wiped and nothing lies on it: pvcreate --uuid UUID --restorefile /etc/lvm/backup/{group.Name} DEVICE; vgcfgrestore {group.Name}. Risk of vgreduce --removemissing: volumes with extents on it are removed for good")))
            .Undo(ctx => ctx.Act(new ClearAlarm("missing-disk:" + group.Name, "all disks are there")));
    }
}
