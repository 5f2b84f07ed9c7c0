/// <summary>An address of the settings that its link lacks, or that is deprecated or a duplicate, is added anew.</summary>
[Name("Add a missing address")]
[Description("Adds a wanted address that its link does not have, or has only in name.")]
public class AddMissingAddress : Rule
{
    public override void Define()
    {
        WantedAddress wanted = default!;
        NetworkLink link = default!;

        When()
            .Match(() => wanted)
            .Exists<SenseReady>(s => s.Sense == NetworkSenses.Routing)
            .Match(() => link, l => l.Name == wanted.Link, l => l.CanHave(wanted.Address))
            .Not<NetworkAddress>(a => a.Is(wanted))
            .Not<KernelParameter>(p => p.ForbidsIPv6On(wanted));

        Then()
            .Do(ctx => ctx.Act(new AddAddress(wanted.Link, wanted.Address, $"{wanted.Link} has no {wanted.Address}")));
    }
}
