/// <summary>Blocks that are kept for root are full to everyone else.</summary>
[Name("Restore reserved blocks")]
[Description("Brings the share of an ext4 that is kept for root down to what the settings say.")]
public class RestoreReservedBlocks : Rule
{
    public override void Define()
    {
        MountPolicy policy = default!;
        MountState mount = default!;
        StorageView view = default!;

        When()
            .Match(() => policy)
            .Match(() => mount,
                m => m.Path == policy.Path,
                m => m.IsWanted && !m.IsReadOnly && m.Errors == 0,
                m => m.ReservesTooMuch(policy))
            .Match(() => view);

        Then()
            .Do(ctx => ctx.Act(new ReserveBlocks(policy.Path, policy.Device, policy.Reserved!.Value, $"{mount.Reserved} of {policy.Path} are kept for root")));
    }
}
