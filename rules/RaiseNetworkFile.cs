/// <summary>Some of what a file holds is told of even where it can be put right: a restart before that would take it.</summary>
[Name("Raise a configuration file")]
[Description("Raises an alarm while a configuration file holds what a restart could not be let take, such as a private key that is none or another's.")]
public class RaiseNetworkFile : Rule
{
    public override void Define()
    {
        NetworkFile file = default!;

        When()
            .Match(() => file, f => f.Grave != "");

        Filter()
            .OnChange(() => file.Grave);

        Then()
            .Do(ctx => ctx.Act(new RaiseAlarm("file:" + file.Path, Severity.Warning, $"{file.Path}: {file.Grave}")))
            .Undo(ctx => ctx.Act(new ClearAlarm("file:" + file.Path, "it is right again")));
    }
}
