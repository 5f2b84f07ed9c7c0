/// <summary>Writers to a thin pool that is full wait, and then fail, however much room their filesystems tell of.</summary>
[Name("Grow a thin pool before it fills")]
[Description("Grows the data of a thin pool by a step when it is fuller than the settings let it be.")]
public class GrowThinPoolBeforeItFills : Rule
{
    public override void Define()
    {
        ThinPoolPolicy policy = default!;
        ThinPool pool = default!;
        StorageView view = default!;

        When()
            .Match(() => policy)
            .Match(() => pool,
                p => p.Name == policy.Name,
                p => p.IsShortOfData(policy),
                p => p.NextSize(policy) > p.Size)
            .Match(() => view);

        Then()
            .Do(ctx => ctx.Act(new GrowThinPool(pool.Name, pool.NextSize(policy), policy.Reserve, $"{pool.DataUsed} of its data are in use")));
    }
}
