/// <summary>Whoever has to raise a ceiling wants to know before the volume is stuck beneath it.</summary>
[Name("Raise a volume near its ceiling")]
[Description("Raises an alarm before a volume reaches its ceiling, when less than one more step could be written below it.")]
public class RaiseVolumeNearItsCeiling : Rule
{
    public override void Define()
    {
        VolumePolicy policy = default!;
        Volume volume = default!;

        When()
            .Match(() => policy)
            .Match(() => volume,
                v => v.Name == policy.Volume,
                v => v.IsNearItsCeiling(policy));

        // Each reading matches anew; once said, it stands.
        Filter()
            .OnChange(() => policy.Ceiling);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm(
                "near-ceiling:" + volume.Name,
                Severity.Warning,
                $"{volume.Name} will soon be at its ceiling of {policy.Ceiling}, and full some time after: raise the ceiling, or free space")))
            .Undo(ctx => ctx.Act(new ClearAlarm("near-ceiling:" + volume.Name, "it has room again, or has reached its ceiling")));
    }
}
