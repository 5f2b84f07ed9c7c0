/// <summary>An image that cannot be made for want of room.</summary>
[Name("Raise an image without room")]
[Description("Raises an alarm when an image is missing and its filesystem has no room for it.")]
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
                d => d.IsImage && !d.IsAttached,
                d => d.Size < d.WantedSize,
                d => d.HostAvailable - pool.HostReserve < d.WantedSize - d.Allocated);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm("no-room:" + disk.Path, Severity.Warning, $"{disk.Path} cannot be made: it needs {disk.WantedSize - disk.Allocated} more, and its filesystem has {disk.HostAvailable} left ({pool.HostReserve} kept in reserve)")))
            .Undo(ctx => ctx.Act(new ClearAlarm("no-room:" + disk.Path, "there is room for it")));
    }
}
