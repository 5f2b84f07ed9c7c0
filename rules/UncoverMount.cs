/// <summary>Under a mount that covers it the volume is out of reach, and what is written goes elsewhere.</summary>
[Name("Uncover a mount")]
[Description("Takes an empty mount away that covers the wanted one.")]
public class UncoverMount : Rule
{
    public override void Define()
    {
        MountState mount = default!;
        StorageView view = default!;

        When()
            .Match(() => mount, m => m.IsCovered && m.CoverIsEmpty)
            .Match(() => view);

        Then()
            .Do(ctx => ctx.Act(new Uncover(mount.Path, $"{mount.Source} covers {mount.Path}, with nothing in it")));
    }
}
