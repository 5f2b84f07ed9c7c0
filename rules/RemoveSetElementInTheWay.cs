/// <summary>Of a named set by which a rule stops something wanted, the one element that does is removed: rule and set go on with the others.</summary>
[Name("Remove a set's element that stands in the way")]
[Description("Removes the address or port from a named set by which a rule of the packet filter stops something wanted, where the settings allow it.")]
public class RemoveSetElementInTheWay : Rule
{
    public override void Define()
    {
        NetworkPolicy policy = default!;
        FilterRule rule = default!;

        When()
            .Match(() => policy, p => p.CorrectForeign)
            .Match(() => rule, r => r.IsSure, r => r.Element != null);

        Then()
            .Do(ctx => ctx.Act(new RemoveSetElement(rule, $"{rule} stops {rule.Stops}, as {rule.Set} holds {rule.Element}")));
    }
}
