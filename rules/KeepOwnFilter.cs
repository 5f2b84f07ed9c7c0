/// <summary>The daemon's own table says what the settings want closed.</summary>
[Name("Keep the own filter")]
[Description("Puts the own table of the packet filter back when it does not say what the settings want.")]
public class KeepOwnFilter : Rule
{
    public override void Define()
    {
        NetworkPolicy policy = default!;
        OwnFilter filter = default!;

        When()
            .Match(() => policy)
            .Match(() => filter, f => !f.IsWanted);

        Then()
            .Do(ctx => ctx.Act(new SetOwnFilter(filter.Detail)));
    }
}
