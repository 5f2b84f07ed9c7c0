/// <summary>A smaller MTU is a way around; what drops large packets untold is for a person to look for.</summary>
[Name("Raise a narrow path")]
[Description("Raises an alarm while the path of a tunnel carries no packets of the MTU that the settings want.")]
public class RaiseNarrowPath : Rule
{
    public override void Define()
    {
        WantedLink wanted = default!;
        PathMtu path = default!;

        When()
            .Match(() => wanted)
            .Match(() => path, p => p.Link == wanted.Name);

        Filter()
            .OnChange(() => path.Mtu);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm(
                $"path:{wanted.Name}",
                Severity.Warning,
                $"{wanted.Name} carries packets of up to {path.Mtu} bytes to {path.To}, {path.Wanted} are wanted: larger ones vanish on the way, and nobody tells. A smaller MTU masks it; is ICMP 'too big' filtered?")))
            .Undo(ctx => ctx.Act(new ClearAlarm($"path:{wanted.Name}", "the wanted MTU is tried again")));
    }
}
