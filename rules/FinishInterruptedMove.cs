/// <summary>A move between disks that was interrupted keeps its volumes from growing: it goes on to its end.</summary>
[Name("Finish an interrupted move")]
[Description("Goes on with a move between disks that was interrupted.")]
public class FinishInterruptedMove : Rule
{
    public override void Define()
    {
        LvmGroup group = default!;
        StorageView view = default!;

        When()
            .Match(() => group, g => g.IsMoving && !g.HasMover && g.MissingDisks == 0)
            .Exists<PoolPolicy>(p => p.Name == group.Name)
            .Match(() => view);

        Then()
            .Do(ctx => ctx.Act(new FinishMove(group.Name, $"a move between disks of {group.Name} was interrupted")));
    }
}
