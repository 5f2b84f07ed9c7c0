/// <summary>An address of the other end on this host, which swallows what is meant for the other end, and that the settings do not allow to remove, is named.</summary>
[Name("Raise an address of the other end")]
[Description("Raises an alarm about an address that belongs to the other end of a tunnel, is on this host and is not removed.")]
public class RaiseAddressOfOtherEnd : Rule
{
    public override void Define()
    {
        NetworkPolicy policy = default!;
        NetworkAddress address = default!;

        When()
            .Match(() => policy, p => !p.CorrectForeign)
            .Match(() => address)
            .Exists<WantedPath>(p => p.To.IsHost, p => address.IsAt(p))
            .Not<WantedAddress>(w => w.Link == address.Link, w => w.Address == address.Address);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm(
                $"other-end:{address.Link} {address.Address}", Severity.Warning, $"{address.Address} on {address.Link} is the other end's address: remove it, or set correct-foreign = \"yes\"")))
            .Undo(ctx => ctx.Act(new ClearAlarm($"other-end:{address.Link} {address.Address}", "it is gone")));
    }
}
