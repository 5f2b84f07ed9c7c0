/// <summary>Disks that LVM does not see are hidden by its configuration: volumes on them cannot be changed, and blank ones not be added.</summary>
[Name("Have LVM see its disks")]
[Description("Takes away what in LVM's configuration hides disks that the settings want.")]
public class ShowHiddenDisks : Rule
{
    public override void Define()
    {
        LvmBlindness blindness = default!;
        StorageView view = default!;

        When()
            .Match(() => blindness)
            .Match(() => view);

        Then()
            .Do(ctx => ctx.Act(new ShowDisks(blindness.By, blindness.Devices, $"LVM does not see {string.Join(", ", blindness.Devices)}")));
    }
}
