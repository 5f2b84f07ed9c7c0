/// <summary>LVM extends a volume that has a snapshot only while it is inactive.</summary>
[Name("Raise a snapshot")]
[Description("Raises an alarm when a snapshot keeps a volume from growing.")]
public class RaiseLeftoverSnapshot : Rule
{
    public override void Define()
    {
        LvmVolume volume = default!;

        When()
            .Match(() => volume, v => v.Origin != "")
            .Exists<PoolPolicy>(p => p.Name == volume.Group);

        // It fills bit by bit: said again with each tenth.
        Filter()
            .OnChange(() => Tenths(volume));

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm("snapshot:" + volume.Name, Tenths(volume) < 8 ? Severity.Warning : Severity.Critical, $"{volume.Name} is a snapshot of {volume.Origin}, which cannot be grown while it is there.{Fullness(volume)} When it is no longer needed: lvremove {volume.Name}. Risk: what it preserves is gone. To have it done here: eventops approve remove-snapshot:{volume.Name}")))
            .Undo(ctx => ctx.Act(new ClearAlarm("snapshot:" + volume.Name, "it is gone")));
    }

    private static string Fullness(LvmVolume volume) =>
        volume.DataPercent is { } full ? $" It is {full} full; at 100 % it is lost. To keep it, make it larger: lvextend -L +SIZE {volume.Name}." : "";

    private static int Tenths(LvmVolume volume) => (int)((volume.DataPercent?.Value ?? 0) / 10);
}
