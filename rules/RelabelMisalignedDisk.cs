/// <summary>An empty disk that has lost room before its first extent is labelled anew.</summary>
[Name("Label a misaligned disk anew")]
[Description("Takes an empty disk that lost room before its first extent out of its group, labels it anew and adds it again.")]
public class RelabelMisalignedDisk : Rule
{
    public override void Define()
    {
        PoolDisk disk = default!;
        LvmDisk labelled = default!;
        LvmGroup group = default!;
        StorageView view = default!;

        When()
            .Match(() => disk, d => d.IsAttached && !d.IsDeleted)
            .Match(() => labelled,
                l => l.Device == disk.Device,
                l => l.Group == disk.Pool || l.Group == "",
                l => l.IsMisaligned && !l.IsUsed)
            .Match(() => group,
                g => g.Name == disk.Pool,
                g => !g.IsMoving && g.MissingDisks == 0)
            .Match(() => view);

        Then()
            .Do(ctx => ctx.Act(new RelabelDisk(disk.Pool, disk.Device, $"the first extent of {disk.Device} begins at {labelled.Start}, and {labelled.Size} of {labelled.DeviceSize} are usable")));
    }
}
