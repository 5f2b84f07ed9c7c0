/// <summary>A group that lacks a disk takes no changes. Where nothing lies on that disk, it can do without it; whether it will come back only a person knows.</summary>
[Name("Propose to forget missing disks")]
[Description("Proposes to have a volume group do without disks that are missing and that nothing lies on; it is done only after an operator's yes.")]
public class ProposeToForgetMissingDisks : Rule
{
    public override void Define()
    {
        LvmGroup group = default!;
        StorageView view = default!;

        When()
            .Match(() => group, g => g.MissingDisks > 0)
            .Exists<PoolPolicy>(p => p.Name == group.Name)
            .Not<LvmDisk>(d => d.Group == group.Name, d => d.IsMissing && d.IsUsed)
            .Not<PoolDisk>(d => d.Pool == group.Name, d => d.IsImage && d.Exists && !d.IsAttached)
            .Match(() => view);

        Then()
            .Do(ctx => ctx.Act(new ForgetMissingDisks(group.Name, $"{group.Name} lacks {group.MissingDisks.Counted("disk")}, on which nothing lies")));
    }
}
