/// <summary>A disk that was away while its group changed holds older metadata than the others. Once it is back, all are given the newest.</summary>
[Name("Bring metadata up to date")]
[Description("Has all disks of a group hold its newest metadata, when one was away while the group was changed.")]
public class BringMetadataUpToDate : Rule
{
    public override void Define()
    {
        LvmGroup group = default!;
        StorageView view = default!;

        When()
            .Match(() => group, g => g.HasOldMetadata && !g.IsMoving && g.MissingDisks == 0)
            .Not<LvmDisk>(d => d.Group == group.Name, d => d.IsFlaggedMissing)
            .Exists<PoolPolicy>(p => p.Name == group.Name)
            .Match(() => view);

        Then()
            .Do(ctx => ctx.Act(new RenewMetadata(group.Name, $"a disk of {group.Name} was away while the group was changed, and its metadata are old")));
    }
}
