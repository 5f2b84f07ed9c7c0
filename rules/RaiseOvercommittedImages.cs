/// <summary>Images with holes that their filesystem could not fill: writes fail when it runs out, although the volumes have room.</summary>
[Name("Raise overcommitted images")]
[Description("Raises an alarm when images were promised more room than their filesystem has.")]
public class RaiseOvercommittedImages : Rule
{
    public override void Define()
    {
        PoolPolicy pool = default!;
        PoolDisk disk = default!;

        When()
            .Match(() => pool)
            .Match(() => disk,
                d => d.Pool == pool.Name,
                d => d.Holes > d.HostAvailable - pool.HostReserve);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm("overcommitted:" + disk.Path, Severity.Warning, $"{disk.Path} was promised {disk.Holes} more than it has, and its filesystem has {disk.HostAvailable} left: free space there, or volumes of {pool.Name} will fail to be written although they have room")))
            .Undo(ctx => ctx.Act(new ClearAlarm("overcommitted:" + disk.Path, "it has what it was promised")));
    }
}
