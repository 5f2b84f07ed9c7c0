/// <summary>An image that is shorter than it was, or than it should be, gets its length back: at once, before anything is written beyond its end.</summary>
[Name("Lengthen a short image")]
[Description("Makes an attached image as large as the settings want it, or as its label says it is.")]
public class LengthenShortImage : Rule
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
                d => d.IsImage && d.IsAttached && !d.IsDeleted,
                d => d.Size < d.WantedSize || d.DeviceSize.RoundUpTo(4.KB()) < d.Size.RoundDownTo(4.KB()),
                d => d.HostAvailable - pool.HostReserve >= d.Lacking)
            .Match(() => view);

        Then()
            .Do(ctx => ctx.Act(new LengthenImage(pool.Name, disk.Path, Bytes.Max(disk.WantedSize, disk.Size), $"{disk.Path} has {disk.Size}, its device {disk.DeviceSize}, and {disk.WantedSize} are wanted")));
    }
}
