/// <summary>Loop devices do not outlive a boot: where the settings ask for it, a unit attaches the images before anything is mounted.</summary>
[Name("Keep images attached at a boot")]
[Description("Writes the unit of systemd that attaches a pool's images at a boot, where the settings ask for it.")]
public class KeepImagesAttachedAtBoot : Rule
{
    public override void Define()
    {
        PoolPolicy pool = default!;
        BootUnitState unit = default!;
        StorageView view = default!;

        When()
            .Match(() => pool, p => p.AttachAtBoot)
            .Match(() => unit,
                u => u.Pool == pool.Name,
                u => u.Problem != "")
            .Match(() => view);

        Then()
            .Do(ctx => ctx.Act(new WriteBootUnit(pool.Name, BootUnit.NameFor(pool.Name), BootUnit.TextFor(pool), $"the images of {pool.Name} would not be attached after a boot: {unit.Problem}")));
    }
}
