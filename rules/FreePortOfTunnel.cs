/// <summary>A WireGuard link that nobody wants can listen anywhere: it makes room for the tunnel that is wanted on its port, and goes on.</summary>
[Name("Free the port of a tunnel")]
[Description("Has a WireGuard link that no settings name listen on another port when it has that of a missing tunnel, where the settings allow it.")]
public class FreePortOfTunnel : Rule
{
    public override void Define()
    {
        NetworkPolicy policy = default!;
        WantedTunnel wanted = default!;
        PortHolder holder = default!;

        When()
            .Match(() => policy, p => p.CorrectForeign)
            .Match(() => wanted)
            .Match(() => holder, h => h.Tunnel == wanted.Name, h => h.Link != "")
            .HeldFor(1.Seconds());

        Then()
            .Do(ctx => ctx.Act(new FreePort(holder.Link, holder.Port, $"{wanted.Name} is missing, and {holder.Link} has its port")));
    }
}
