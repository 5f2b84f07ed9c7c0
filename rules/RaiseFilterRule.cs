/// <summary>A rule of others that stops something wanted, and that may not or cannot be removed without doubt, is named.</summary>
[Name("Raise a filter rule")]
[Description("Raises an alarm about a rule of the packet filter that stops something wanted and is not removed.")]
public class RaiseFilterRule : Rule
{
    public override void Define()
    {
        NetworkPolicy policy = default!;
        FilterRule rule = default!;

        When()
            .Match(() => policy)
            .Match(() => rule, r => !policy.CorrectForeign || !r.IsSure);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm("filter:" + rule, Severity.Warning, Words(rule))))
            .Undo(ctx => ctx.Act(new ClearAlarm("filter:" + rule, "it is gone")));
    }

    private static string Words(FilterRule rule) => rule.IsSure
        ? $"{rule} stops {rule.Stops}: remove it, or set correct-foreign = \"yes\""
        : $"{rule} may stop {rule.Stops}: see whether it does, as what is not sure is left alone";
}
