/// <summary>What stands in the way of growing a volume is said while there is still time to clear it away.</summary>
[Name("Raise a volume that cannot grow")]
[Description("Raises an alarm as soon as something is found that would stop a volume from growing.")]
public class RaiseVolumeThatCannotGrow : Rule
{
    public override void Define()
    {
        VolumePolicy policy = default!;
        Volume volume = default!;

        When()
            .Match(() => policy)
            .Match(() => volume,
                v => v.Name == policy.Volume,
                v => v.Obstacles != "",
                v => !v.IsAtCeiling(policy));

        Filter()
            .OnChange(() => volume.Obstacles);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm("growth:" + volume.Name, Severity.Warning, $"{volume.Name} could not be grown: {volume.Obstacles}")))
            .Undo(ctx => ctx.Act(new ClearAlarm("growth:" + volume.Name, "nothing stands in its way any more")));
    }
}
