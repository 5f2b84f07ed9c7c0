/// <summary>A disk that refuses writes beneath volumes that are in use: it can only be attached anew while they are stopped.</summary>
[Name("Raise a read-only disk")]
[Description("Raises an alarm when a disk is read-only while volumes lie on it.")]
public class RaiseReadOnlyDisk : Rule
{
    public override void Define()
    {
        PoolDisk disk = default!;

        When()
            .Match(() => disk,
                d => d.IsAttached && d.IsReadOnly,
                // An image on which nothing lies is attached anew.
                d => d.IsHeld != false || !d.IsImage)
            .Exists<LvmVolume>(v => v.Group == disk.Pool, v => v.IsActive);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm("read-only-disk:" + disk.Path, Severity.Critical, $"{disk.Device} ({disk.Path}) is read-only beneath volumes of {disk.Pool} that are in use. Plan a short stop: unmount them; vgchange -an {disk.Pool}; the rest is then done here. Risk: what uses them stops for some seconds")))
            .Undo(ctx => ctx.Act(new ClearAlarm("read-only-disk:" + disk.Path, "it can be written")));
    }
}
