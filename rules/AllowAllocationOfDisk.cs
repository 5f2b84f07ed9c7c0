/// <summary>A disk that no extents may be taken from looks free, and volumes cannot grow into it.</summary>
[Name("Let a disk give extents")]
[Description("Lets new extents be taken from a disk that was excluded.")]
public class AllowAllocationOfDisk : Rule
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
                l => l.Group == disk.Pool,
                l => !l.IsAllocatable,
                l => !l.IsMisaligned)
            .Match(() => group,
                g => g.Name == disk.Pool,
                g => !g.IsMoving && g.MissingDisks == 0)
            .Match(() => view);

        Then()
            .Do(ctx => ctx.Act(new AllowAllocation(disk.Pool, disk.Device, $"{disk.Device} has {labelled.Free} free and may not give any of it")));
    }
}
