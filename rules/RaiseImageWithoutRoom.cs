/// <summary>An image that cannot be made, or given its length back, for want of room.</summary>
[Name("Raise an image without room")]
[Description("Raises an alarm when an image is missing or too short and its filesystem has no room for it.")]
public class RaiseImageWithoutRoom : Rule
{
    public override void Define()
    {
        PoolPolicy pool = default!;
        PoolDisk disk = default!;

        When()
            .Match(() => pool)
            .Match(() => disk,
                d => d.Pool == pool.Name,
                d => d.IsImage && !d.IsDeleted,
                d => d.Size < d.WantedSize,
                d => d.HostAvailable - pool.HostReserve < d.Lacking);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm("no-room:" + disk.Path, Severity.Warning, $"{disk.Path} cannot be {(disk.IsAttached ? "given its length back" : "made")}: it needs {disk.Lacking} more, and its filesystem has {disk.HostAvailable} left ({pool.HostReserve} kept in reserve){(disk.IsAttached ? $". What lies beyond its end on {disk.Device} cannot be read or written: free space there" : "")}")))
            .Undo(ctx => ctx.Act(new ClearAlarm("no-room:" + disk.Path, "there is room for it")));
    }
}
