/// <summary>An address of the other end on this host swallows what is meant for the other end: pings even seem to work.</summary>
[Name("Remove an address of the other end")]
[Description("Removes an address that belongs to the other end of a tunnel from this host, where it answers itself.")]
public class RemoveAddressOfOtherEnd : Rule
{
    public override void Define()
    {
        NetworkPolicy policy = default!;
        WantedPath path = default!;
        NetworkAddress address = default!;

        When()
            .Match(() => policy, p => p.CorrectForeign)
            .Match(() => path, p => p.To.IsHost)
            .Match(() => address, a => a.IsAt(path))
            .Not<WantedAddress>(w => w.Link == address.Link, w => w.Address == address.Address);

        Then()
            .Do(ctx => ctx.Act(new RemoveAddress(address.Link, address.Address, $"{address.Address} on {address.Link} is the other end's address")));
    }
}
