/// <summary>An image that is not there is made, all of its blocks allocated. While the group lacks a disk none is made: the missing one may be elsewhere.</summary>
[Name("Make a missing image")]
[Description("Allocates an image that the settings want and that is not there, or completes one that an allocation which failed has left.")]
public class MakeMissingImage : Rule
{
    public override void Define()
    {
        PoolPolicy pool = default!;
        PoolDisk disk = default!;
        LvmGroup group = default!;
        StorageView view = default!;

        When()
            .Match(() => pool)
            .Match(() => disk,
                d => d.Pool == pool.Name,
                d => d.IsImage && !d.IsAttached,
                d => !d.Exists || (d.Content == DiskContent.Blank && d.Size < d.WantedSize),
                d => d.HostAvailable - pool.HostReserve >= d.Lacking)
            .Match(() => group,
                g => g.Name == pool.Name,
                g => g.MissingDisks == 0)
            .Match(() => view);

        Then()
            .Do(ctx => ctx.Act(new MakeImage(pool.Name, disk.Path, disk.WantedSize, $"{disk.Path} is not there as the settings want it ({disk.Size} of {disk.WantedSize})")));
    }
}
