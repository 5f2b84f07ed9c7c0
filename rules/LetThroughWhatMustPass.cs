/// <summary>A chain whose policy is drop keeps it, and lets through what must pass.</summary>
[Name("Let through what must pass")]
[Description("Accepts what must pass at the head of a chain whose policy is drop, where the settings allow it.")]
public class LetThroughWhatMustPass : Rule
{
    public override void Define()
    {
        NetworkPolicy policy = default!;
        FilterRule chain = default!;

        When()
            .Match(() => policy, p => p.CorrectForeign)
            .Match(() => chain, r => r.Text == FilterRule.PolicyDrop);

        Then()
            .Do(ctx => ctx.Act(new LetThrough(chain, $"{chain} stops {chain.Stops}")));
    }
}
