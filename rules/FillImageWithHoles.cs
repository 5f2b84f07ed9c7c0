/// <summary>An image with holes was promised room that its filesystem may not have when it is needed: it is given all of it, once every image is there.</summary>
[Name("Fill an image with holes")]
[Description("Allocates the blocks that an image was promised and has not got, once all images are there.")]
public class FillImageWithHoles : Rule
{
    public override void Define()
    {
        PoolPolicy pool = default!;
        PoolDisk disk = default!;
        StorageView view = default!;

        When()
            .Match(() => pool)
            .Match(() => disk,
                d => d.Pool == pool.Name,
                d => d.IsAttached && !d.IsDeleted,
                d => d.Size >= d.WantedSize,
                d => d.Holes > Bytes.Zero || (d.Discards && d.IsImage),
                d => d.HostAvailable - pool.HostReserve >= d.Holes)
            .Not<PoolDisk>(d => d.Pool == pool.Name, d => d.IsImage && d.Size < d.WantedSize)
            .Match(() => view);

        Then()
            .Do(ctx => ctx.Act(new FillImage(pool.Name, disk.Path, disk.Holes > Bytes.Zero ? $"{disk.Holes} of {disk.Path} are holes" : $"discards would punch holes into {disk.Path}")));
    }
}
