/// <summary>A volume group that LVM does not find although its disks are there: nothing is made from nothing.</summary>
[Name("Raise a missing group")]
[Description("Raises an alarm when LVM does not find a volume group of the settings although a disk of it is there.")]
public class RaiseMissingGroup : Rule
{
    public override void Define()
    {
        PoolPolicy pool = default!;

        When()
            .Match(() => pool)
            .Exists<PoolDisk>(d => d.Pool == pool.Name, d => d.IsAttached || !d.IsImage || !d.Exists)
            .Not<LvmGroup>(g => g.Name == pool.Name)
            .Not<LvmBlindness>();

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm(
                "missing-group:" + pool.Name,
                Severity.Critical,
                $"LVM does not find volume group {pool.Name}. See: pvs; vgs. If its metadata were lost: vgcfgrestore --list {pool.Name}. If it was never made: vgcreate {pool.Name} with its disks, and a volume in it. Risk: vgcreate on disks that hold something loses it")))
            .Undo(ctx => ctx.Act(new ClearAlarm("missing-group:" + pool.Name, "it is there")));
    }
}
