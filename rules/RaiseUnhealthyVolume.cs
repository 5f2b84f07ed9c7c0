/// <summary>A volume that LVM calls unhealthy lacks a copy or a part of what it holds: it works on, and the next failure is the last.</summary>
[Name("Raise an unhealthy volume")]
[Description("Raises an alarm when LVM calls a volume of the settings' groups unhealthy, as a mirrored one that lacks a copy.")]
public class RaiseUnhealthyVolume : Rule
{
    public override void Define()
    {
        LvmVolume volume = default!;

        When()
            .Match(() => volume, v => v.Health != "")
            .Exists<PoolPolicy>(p => p.Name == volume.Group);

        // How full a snapshot is, is no news of its health.
        Filter()
            .OnChange(() => volume.Health);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm("health:" + volume.Name, Severity.Critical, $"LVM says of {volume.Name}: {volume.Health}. {Cure(volume)}")))
            .Undo(ctx => ctx.Act(new ClearAlarm("health:" + volume.Name, "it is well")));
    }

    private static string Cure(LvmVolume volume) => volume.Health switch
    {
        "partial" => $"A disk that it lies on is missing: bring it back. If it is mirrored and the disk will not come back, and another has the room: lvconvert --repair {volume.Name}",
        "refresh needed" => $"A disk that it lies on was away and is back: lvchange --refresh {volume.Name}",
        "mismatches exist" => $"Its copies differ: lvchange --syncaction repair {volume.Name}. Risk: which copy is the right one is not known",
        _ => $"See: lvs -a -o +lv_health_status,devices {volume.Name}",
    };
}
