/// <summary>Whoever has to raise a ceiling or add a disk wants to know before the pool is stuck.</summary>
[Name("Raise a thin pool near its ceiling")]
[Description("Raises an alarm before a thin pool reaches its ceiling, or has all that its group can give, when less than one more step could be written below it.")]
public class RaiseThinPoolNearItsCeiling : Rule
{
    public override void Define()
    {
        ThinPoolPolicy policy = default!;
        ThinPool pool = default!;

        When()
            .Match(() => policy)
            .Match(() => pool,
                p => p.Name == policy.Name,
                p => p.IsNearItsLargest(policy));

        // Each reading matches anew; it is said once for each size that it can become.
        Filter()
            .OnChange(() => pool.Largest(policy));

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm(
                "near-ceiling:" + pool.Name,
                Severity.Warning,
                $"{pool.Name} can become {pool.Largest(policy)} and no larger, and will soon be fuller than {policy.GrowAt} of that: its ceiling is {policy.Ceiling}, and {pool.Growable} are free in {pool.Group}. Add a disk to the group, raise the ceiling, or free room in its volumes (fstrim)")))
            .Undo(ctx => ctx.Act(new ClearAlarm("near-ceiling:" + pool.Name, "it has room again, or cannot grow any more")));
    }
}
