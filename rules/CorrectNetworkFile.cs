/// <summary>What a restart would take from a file is what the settings want.</summary>
[Name("Correct a configuration file")]
[Description("Corrects a configuration file that contradicts the wanted state, where the settings ask for it.")]
public class CorrectNetworkFile : Rule
{
    public override void Define()
    {
        NetworkPolicy policy = default!;
        NetworkFile file = default!;

        When()
            .Match(() => policy, p => p.CorrectFiles)
            .Match(() => file, f => f.Problems != "", f => f.IsCorrectable);

        Then()
            .Do(ctx => ctx.Act(new RepairFile(file.Path, file.Problems)));
    }
}
