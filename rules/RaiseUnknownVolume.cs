/// <summary>A volume that nobody speaks of takes room that others need.</summary>
[Name("Raise an unknown volume")]
[Description("Raises an alarm when a group of the settings holds a volume that no setting speaks of.")]
public class RaiseUnknownVolume : Rule
{
    public override void Define()
    {
        PoolPolicy pool = default!;
        LvmVolume volume = default!;

        When()
            .Match(() => pool)
            .Match(() => volume,
                v => v.Group == pool.Name,
                v => v.Origin == "")
            .Not<MountPolicy>(m => m.LogicalVolume == volume.Name)
            .Not<ThinPoolPolicy>(p => p.Name == volume.Name || p.Name == volume.ThinPool)
            // One that is told by its mount is known by what lies beneath it, as long as it is mounted.
            .Not<VolumePolicy>(p => volume.IsAt(p.Device))
            .Not<Volume>(v => v.Storage == volume.Name);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm("unknown-volume:" + volume.Name, Severity.Notice, $"{volume.Name} takes {(volume.ThinPool == "" ? $"{volume.Size} of {pool.Name}" : $"up to {volume.Size} of {volume.ThinPool}")}, and no setting speaks of it. See what it holds: blkid /dev/{volume.Name}. If it is not needed: lvremove {volume.Name}. Risk: what it holds is lost")))
            .Undo(ctx => ctx.Act(new ClearAlarm("unknown-volume:" + volume.Name, "it is gone, or spoken of")));
    }
}
