namespace EventOps.Replay.Tests;

/// <summary>Rules that a replay cannot get through: it ends, and names them.</summary>
public sealed class BadRuleTests : IDisposable
{
    private readonly Scratch _scratch = new();

    private static string Good => Path.Combine(StockRules.Journals, "volume-grows.jsonl");

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("loops in its action", false, "v => v.IsKnown", "while (volume.Name.Length > 0) { }", "does not come to an end at record ")]
    [InlineData("loops in a condition", true, "v => Bad.Forever(v)", "", "does not come to an end at record ")]
    [InlineData("overflows the stack", true, "v => v.IsKnown", "Bad.Deep(1);", "brought the replay process down")]
    public async Task A_rule_that_never_ends_or_kills_its_process_is_named(string how, bool inDiff, string condition, string action, string said)
    {
        var rules = Directory.CreateDirectory(_scratch.File("rules")).FullName;
        await File.WriteAllTextAsync(Path.Combine(rules, "Bad.cs"), Rule(condition, action), TestContext.Current.CancellationToken);
        File.Copy(Path.Combine(StockRules.Folder, "GrowVolumeBeforeItFills.cs"), Path.Combine(rules, "GrowVolumeBeforeItFills.cs"));
        var run = await EventOpsRun.Of(inDiff ? ["replay", Good, "--diff", StockRules.Folder, rules] : ["replay", Good, "--rules", rules]);
        Assert.True(run.ExitCode == 65, how + ": " + run);
        Assert.Contains("the rule 'Bad rule' " + said, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_that_throws_is_told_as_a_difference()
    {
        var rules = Directory.CreateDirectory(_scratch.File("rules")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(rules, "Bad.cs"), Rule("v => v.IsKnown", "throw new InvalidOperationException(\"no such thing\");"), TestContext.Current.CancellationToken);
        var run = await EventOpsRun.Of("replay", Good, "--rules", rules);
        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.Contains("Bad rule", run.Output, StringComparison.Ordinal);
        Assert.Contains("no such thing", run.Output, StringComparison.Ordinal);
    }

    private static string Rule(string condition, string action) =>
        $$"""
        [Name("Bad rule")]
        [Description("Does what no rule should.")]
        public class Bad : Rule
        {
            public override void Define()
            {
                Volume volume = default!;
                When().Match(() => volume, {{condition}});
                Then().Do(ctx => Act(volume));
            }

            private static void Act(Volume volume)
            {
                {{action}}
            }

            public static bool Forever(Volume volume)
            {
                while (volume.IsKnown)
                {
                }

                return false;
            }

            public static int Deep(int depth) => depth > 0 ? Deep(depth + 1) + 1 : 0;
        }
        """;
}
