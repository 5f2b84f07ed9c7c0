/// <summary>An image that is attached read-only is attached anew; while a volume lies on it that cannot be, and an alarm says so.</summary>
[Name("Attach an image writable")]
[Description("Attaches an image anew that is attached read-only, while nothing lies on it.")]
public class AttachImageWritable : Rule
{
    public override void Define()
    {
        PoolDisk disk = default!;
        StorageView view = default!;

        When()
            .Match(() => disk,
                d => d.IsImage && d.IsAttached && d.IsReadOnly && !d.IsDeleted,
                d => d.IsHeld != true)
            // Where it is not known what lies on it, none of the group's volumes may be active.
            .Not<LvmVolume>(v => v.Group == disk.Pool, v => v.IsActive && disk.IsHeld != false)
            .Match(() => view);

        Then()
            .Do(ctx => ctx.Act(new AttachWritable(disk.Pool, disk.Path, $"{disk.Device} over {disk.Path} is read-only")));
    }
}
