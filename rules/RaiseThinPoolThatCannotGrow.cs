/// <summary>Said before the pool is full: then its writers wait, and all volumes in it are struck at once.</summary>
[Name("Raise a thin pool that cannot grow")]
[Description("Raises an alarm when a thin pool is fuller than the settings let it be, and its ceiling or its group leaves it no room.")]
public class RaiseThinPoolThatCannotGrow : Rule
{
    public override void Define()
    {
        ThinPoolPolicy policy = default!;
        ThinPool pool = default!;

        When()
            .Match(() => policy)
            .Match(() => pool,
                p => p.Name == policy.Name,
                p => p.CannotGrow(policy));

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm(
                "thin-pool:" + pool.Name,
                Severity.Critical,
                $"{pool.Name} is fuller than {policy.GrowAt} and cannot grow: its ceiling is {policy.Ceiling}, and {pool.Growable} are free in {pool.Group}. Add a disk to the group, raise the ceiling, or free room in its volumes (fstrim)")))
            .Undo(ctx => ctx.Act(new ClearAlarm("thin-pool:" + pool.Name, "it has room again")));
    }
}
