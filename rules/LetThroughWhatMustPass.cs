/// <summary>A chain whose policy is drop keeps it, and one that drops by a named set keeps that rule: both let through what must pass.</summary>
[Name("Let through what must pass")]
[Description("Accepts what must pass at the head of a chain whose policy is drop or that drops it by a part of a named set, where the settings allow it.")]
public class LetThroughWhatMustPass : Rule
{
    public override void Define()
    {
        NetworkPolicy policy = default!;
        FilterRule chain = default!;

        When()
            .Match(() => policy, p => p.CorrectForeign)
            .Match(() => chain, r => r.Text == FilterRule.PolicyDrop || (r.IsSure && r.Set != null && r.Element == null));

        Then()
            .Do(ctx => ctx.Act(new LetThrough(chain, $"{chain} stops {chain.Stops}; that stays, and is masked by what is accepted ahead of it")));
    }
}
