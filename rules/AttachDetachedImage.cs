/// <summary>An image without a loop device, as after a reboot, is attached.</summary>
[Name("Attach an image")]
[Description("Attaches an image that has no loop device, as after a reboot.")]
public class AttachDetachedImage : Rule
{
    public override void Define()
    {
        PoolDisk disk = default!;
        StorageView view = default!;

        When()
            .Match(() => disk,
                d => d.IsImage && d.Exists && !d.IsAttached,
                d => d.Content == DiskContent.PhysicalVolume || (d.Content == DiskContent.Blank && d.Size >= d.WantedSize))
            .Match(() => view);

        Then()
            .Do(ctx => ctx.Act(new AttachImage(disk.Pool, disk.Path, $"{disk.Path} is not attached to a loop device")));
    }
}
