/// <summary>A wanted volume that its group does not hold was removed, or never made: nothing is made from nothing, and LVM keeps what its metadata were before.</summary>
[Name("Raise a missing volume")]
[Description("Raises an alarm when a volume group is there and does not hold the volume that the settings want mounted.")]
public class RaiseMissingVolume : Rule
{
    public override void Define()
    {
        MountPolicy policy = default!;
        LvmGroup group = default!;

        When()
            .Match(() => policy, p => p.LogicalVolume != "")
            .Match(() => group, g => policy.LogicalVolume.StartsWith(g.Name + "/"))
            .Not<LvmVolume>(v => v.Name == policy.LogicalVolume);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm("missing-volume:" + policy.LogicalVolume, Severity.Critical, $"{group.Name} holds no volume {policy.LogicalVolume}, which belongs on {policy.Path}. If it was removed, write nothing to the group: vgcfgrestore --list {group.Name} tells of its metadata before; vgcfgrestore --file FILE {group.Name}; lvchange -ay {policy.LogicalVolume}. Risk: changes of {group.Name} since that file are taken back. If it was never made: lvcreate -n {policy.LogicalVolume.Substring(group.Name.Length + 1)} -L SIZE {group.Name}; mkfs -t {policy.FileSystem} {policy.Device}")))
            .Undo(ctx => ctx.Act(new ClearAlarm("missing-volume:" + policy.LogicalVolume, "it is there")));
    }
}
