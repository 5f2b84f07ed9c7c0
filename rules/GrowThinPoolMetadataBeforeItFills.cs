/// <summary>A thin pool whose metadata is full goes read-only and needs a repair, whatever room its data has.</summary>
[Name("Grow a thin pool's metadata before it fills")]
[Description("Grows the metadata of a thin pool by half when it is fuller than the settings let it be.")]
public class GrowThinPoolMetadataBeforeItFills : Rule
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
                p => p.IsShortOfMetadata(policy),
                p => p.NextMetadataSize(policy) > p.MetadataSize)
            .Match(() => view);

        Then()
            .Do(ctx => ctx.Act(new GrowThinPoolMetadata(pool.Name, pool.NextMetadataSize(policy), policy.Reserve, $"{pool.MetadataUsed} of its metadata are in use")));
    }
}
