/// <summary>A volume that is over its threshold and may not grow any more: the last word before it is full.</summary>
[Name("Raise a volume at its ceiling")]
[Description("Raises an alarm when a volume is over its threshold and has reached its ceiling.")]
public class RaiseVolumeAtItsCeiling : Rule
{
    public override void Define()
    {
        VolumePolicy policy = default!;
        Volume volume = default!;

        When()
            .Match(() => policy)
            .Match(() => volume,
                v => v.Name == policy.Volume,
                v => v.IsOver(policy),
                v => v.IsAtCeiling(policy),
                // Between the two steps of its last growth only the storage is at the ceiling.
                v => !v.IsGrowing,
                v => !v.IsHalfGrown);

        Filter()
            .OnChange(() => policy.Ceiling);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm(
                "ceiling:" + volume.Name,
                Severity.Critical,
                $"{volume.Name} is over its threshold and at its ceiling of {policy.Ceiling}: raise the ceiling, or free space")))
            .Undo(ctx => ctx.Act(new ClearAlarm("ceiling:" + volume.Name, "it has room again")));
    }
}
