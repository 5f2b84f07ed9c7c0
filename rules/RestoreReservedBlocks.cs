/// <summary>Blocks that are kept for root are full to everyone else; without any, a service that runs wild leaves root no room to put things right.</summary>
[Name("Restore reserved blocks")]
[Description("Brings the share of an ext4 that is kept for root to what the settings say.")]
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
                m => m.ReservesOtherwise(policy))
            .Match(() => view);

        Then()
            .Do(ctx => ctx.Act(new ReserveBlocks(policy.Path, policy.Device, policy.Reserved!.Value, $"{mount.Reserved} of {policy.Path} are kept for root, and {policy.Reserved} are wanted")));
    }
}
