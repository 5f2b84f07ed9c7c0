/// <summary>With two loop devices over one image LVM sees the same disk twice and changes nothing any more.</summary>
[Name("Detach a duplicate")]
[Description("Detaches a second loop device over the same image, on which nothing lies.")]
public class DetachDuplicateImage : Rule
{
    public override void Define()
    {
        PoolDisk disk = default!;
        StorageView view = default!;

        When()
            .Match(() => disk, d => d.Duplicate != "")
            .Match(() => view);

        Then()
            .Do(ctx => ctx.Act(new DetachDuplicate(disk.Pool, disk.Path, $"{disk.Path} is attached twice, to {disk.Device} and {disk.Duplicate}")));
    }
}
