/// <summary>What such a program drops no filter sees and no rule counts. It may belong to the platform, so it is told of and left where it is.</summary>
[Name("Raise an XDP program")]
[Description("Raises a notice while an XDP program is attached to a link on which the settings expect none.")]
public class RaiseXdpProgram : Rule
{
    public override void Define()
    {
        WantedLink wanted = default!;
        XdpProgram xdp = default!;

        When()
            .Match(() => wanted, w => !w.MayHaveXdp)
            .Match(() => xdp, x => x.Link == wanted.Name);

        Filter()
            .OnChange(() => xdp.Program);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm(
                $"xdp:{wanted.Name}", Severity.Notice, $"XDP program {xdp.Program} sees each packet of {wanted.Name} before any filter does, and may drop it: bpftool prog show id {xdp.Program}")))
            .Undo(ctx => ctx.Act(new ClearAlarm($"xdp:{wanted.Name}", "it is detached")));
    }
}
