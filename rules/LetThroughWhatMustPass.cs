/// <summary>A chain whose policy, or whose last rule, is to drop all else keeps it, and one that drops by a named set keeps that rule: they let through what must pass.</summary>
[Name("Let through what must pass")]
[Description("Accepts what must pass at the head of a chain that drops it by its policy, by a last rule that stands for one, or by a part of a named set, where the settings allow it.")]
public class LetThroughWhatMustPass : Rule
{
    public override void Define()
    {
        NetworkPolicy policy = default!;
        FilterRule chain = default!;

        When()
            .Match(() => policy, p => p.CorrectForeign)
            .Match(() => chain, r => r.IsSure && r.IsNeeded);

        Then()
            .Do(ctx => ctx.Act(new LetThrough(chain, $"{chain} stops {chain.Stops}; that stays, and is masked by what is accepted ahead of it")));
    }
}
