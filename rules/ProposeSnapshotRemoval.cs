/// <summary>A volume with a snapshot cannot be grown while it is active; whether the snapshot is still needed only a person knows.</summary>
[Name("Propose to remove a snapshot")]
[Description("Proposes to remove a snapshot that keeps a volume from growing; it is done only after an operator's yes.")]
public class ProposeSnapshotRemoval : Rule
{
    public override void Define()
    {
        LvmVolume volume = default!;
        StorageView view = default!;

        When()
            .Match(() => volume, v => v.Origin != "")
            .Exists<PoolPolicy>(p => p.Name == volume.Group)
            .Match(() => view);

        Then()
            .Do(ctx => ctx.Act(new RemoveSnapshot(volume.Name, $"{volume.Name} is a snapshot of {volume.Origin}, which cannot be grown while it is there")));
    }
}
