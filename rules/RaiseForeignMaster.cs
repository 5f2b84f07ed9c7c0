/// <summary>A link that belongs to a bridge, bond or VRF which the settings do not have, and that they do not allow to correct, is named.</summary>
[Name("Raise a foreign master")]
[Description("Raises an alarm about a wanted link that belongs to another bridge, bond or VRF than the settings say.")]
public class RaiseForeignMaster : Rule
{
    public override void Define()
    {
        NetworkPolicy policy = default!;
        WantedLink wanted = default!;
        NetworkLink link = default!;

        When()
            .Match(() => policy, p => !p.CorrectForeign)
            .Match(() => wanted)
            .Match(() => link, l => l.Name == wanted.Name, l => !l.IsSettling, l => l.Master != wanted.Master);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm($"master:{link.Name}", Severity.Warning,
                $"{link.Name} belongs to {(link.Master.Length == 0 ? "no other link" : link.Master)}: say so by master = in its table, correct it, or set correct-foreign = \"yes\"")))
            .Undo(ctx => ctx.Act(new ClearAlarm($"master:{wanted.Name}", "it belongs where the settings say")));
    }
}
