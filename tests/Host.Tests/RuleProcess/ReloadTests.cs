using EventOps.Model;

namespace EventOps.Host.Tests.RuleProcess;

public sealed class ReloadTests
{
    public static TheoryData<string> Ways => ["rename over", "truncate and write", "write in pieces", "remove and write", "backup and write", "touch through another name"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Every_way_an_editor_saves_brings_the_new_rule_into_force(string way)
    {
        await using var rig = await RuleRig.StartAsync(("rule.cs", RuleTexts.Good(says: "first")));
        rig.Sample("data", 60);
        await rig.UntilAsync<AlarmRaised>(a => a.Message.StartsWith("first", StringComparison.Ordinal));
        var (path, text) = (Path.Combine(rig.Rules, "rule.cs"), RuleTexts.Good(says: "second"));
        switch (way)
        {
            case "rename over":
                rig.Save("rule.cs", text);
                break;
            case "truncate and write":
                File.WriteAllText(path, text);
                break;
            case "write in pieces":
                using (var file = new StreamWriter(path))
                {
                    foreach (var line in text.Split('\n'))
                    {
                        await file.WriteAsync(line + "\n");
                        await file.FlushAsync(TestContext.Current.CancellationToken);
                        await Task.Delay(5, TestContext.Current.CancellationToken);
                    }
                }

                break;
            case "remove and write":
                File.Delete(path);
                File.WriteAllText(path, text);
                break;
            case "backup and write":
                File.Move(path, path + "~");
                File.WriteAllText(path, text);
                break;
            default:
                File.WriteAllText(Path.Combine(rig.Rules, "4913"), text);
                File.Move(Path.Combine(rig.Rules, "4913"), path, overwrite: true);
                break;
        }

        await rig.UntilAsync<AlarmRaised>(a => a.Message.StartsWith("second", StringComparison.Ordinal));
        Assert.DoesNotContain(rig.Seen, e => e is RuleFaulted or RuleParked);
    }

    [Fact]
    public async Task A_broken_rule_keeps_the_old_one_and_says_where_it_is_broken()
    {
        await using var rig = await RuleRig.StartAsync(("rule.cs", RuleTexts.Good(says: "first")));
        rig.Save("rule.cs", RuleTexts.Good(says: "second").Replace("v.IsKnown", "v.IsNown", StringComparison.Ordinal));
        var refused = await rig.UntilAsync<RulesRefused>(_ => true);
        var problem = Assert.Single(refused.Problems);
        Assert.EndsWith("rules/rule.cs", problem.File, StringComparison.Ordinal);
        Assert.Equal((8, "CS1061"), (problem.Line, problem.Id));
        Assert.True(problem.Column > 1);
        Assert.Contains("v.IsNown", problem.SourceLine, StringComparison.Ordinal);
        await rig.UntilAsync<AlarmRaised>(a => a.Key == "rules");

        rig.Sample("data", 60);
        await rig.UntilAsync<AlarmRaised>(a => a.Message.StartsWith("first", StringComparison.Ordinal));
        rig.Save("rule.cs", RuleTexts.Good(says: "third"));
        await rig.UntilAsync<AlarmRaised>(a => a.Message.StartsWith("third", StringComparison.Ordinal));
        await rig.UntilAsync<AlarmCleared>(a => a.Key == "rules");
    }

    public static TheoryData<string, string> FailsOnTrial => new()
    {
        { RuleTexts.BadAction("throw new InvalidOperationException(\"on purpose\");"), "on purpose" },
        { RuleTexts.BadCondition("throw new InvalidOperationException(\"on purpose\");"), "on purpose" },
        { RuleTexts.BadAction("while (true) { }"), "did not come to an end" },
        { RuleTexts.BadCondition("while (true) { }"), "did not come to an end" },
        { RuleTexts.BadCondition("return Deep(1) > 0;"), "brought the rule process down" },
        { RuleTexts.BadAction("var all = new List<byte[]>(); while (true) { all.Add(new byte[1 << 20]); }"), "brought the rule process down" },
    };

    [Theory]
    [MemberData(nameof(FailsOnTrial))]
    public async Task A_rule_that_fails_over_recent_events_is_refused_before_it_is_in_force(string text, string because)
    {
        await using var rig = await RuleRig.StartAsync(("good.cs", RuleTexts.Good()));
        rig.Sample("trap", 60);
        await rig.UntilAsync<AlarmRaised>(a => a.Key == "Good:trap");
        var process = rig.Service.ProcessId;
        rig.Save("bad.cs", text);
        var refused = await rig.UntilAsync<RulesRefused>(_ => true);
        var problem = Assert.Single(refused.Problems);
        Assert.Equal("bad.cs", problem.File);
        Assert.True(problem.Line > 0);
        Assert.Contains("'Bad'", problem.Message, StringComparison.Ordinal);
        Assert.Contains(because, problem.Message, StringComparison.Ordinal);
        Assert.NotNull(problem.SourceLine);
        Assert.Equal(process, rig.Service.ProcessId);
        Assert.DoesNotContain(rig.Seen, e => e is RuleParked);
    }

    public static TheoryData<string> Losses => ["deleted", "emptied", "moved away"];

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task A_folder_that_is_lost_keeps_the_rules_raises_an_alarm_and_is_taken_again_when_it_is_back(string loss)
    {
        await using var rig = await RuleRig.StartAsync(("rule.cs", RuleTexts.Good(says: "first")));
        switch (loss)
        {
            case "deleted":
                Directory.Delete(rig.Rules, recursive: true);
                break;
            case "emptied":
                File.Delete(Path.Combine(rig.Rules, "rule.cs"));
                break;
            default:
                Directory.Move(rig.Rules, rig.Rules + ".away");
                break;
        }

        await rig.UntilAsync<AlarmRaised>(a => a.Key == "rules");
        rig.Sample("data", 60);
        await rig.UntilAsync<AlarmRaised>(a => a.Message.StartsWith("first", StringComparison.Ordinal));
        Directory.CreateDirectory(rig.Rules);
        rig.Save("rule.cs", RuleTexts.Good(says: "second"));
        await rig.UntilAsync<AlarmRaised>(a => a.Message.StartsWith("second", StringComparison.Ordinal));
        await rig.UntilAsync<AlarmCleared>(a => a.Key == "rules");
    }

    [Fact]
    public async Task Of_many_saves_in_a_row_the_last_one_is_in_force_in_the_end()
    {
        await using var rig = await RuleRig.StartAsync(("rule.cs", RuleTexts.Good(says: "save 0.")));
        rig.Sample("data", 60);
        for (var i = 1; i <= 60; i++)
        {
            rig.Save("rule.cs", i % 2 == 0 ? RuleTexts.Good(says: $"save {i}.") : "this is no rule");
            await Task.Delay(i % 7 * 10, TestContext.Current.CancellationToken);
        }

        await rig.UntilAsync<AlarmRaised>(a => a.Message.StartsWith("save 60.", StringComparison.Ordinal));
        Assert.True(rig.Seen.OfType<RulesLoaded>().Count() < 60);
    }

    [Fact]
    public async Task No_event_is_lost_or_doubled_while_rules_are_swapped()
    {
        await using var rig = await RuleRig.StartAsync(("rule.cs", Counting(0)));
        var count = 0;
        for (var save = 1; save <= 4; save++)
        {
            var before = Answers(rig);
            rig.Save("rule.cs", save % 2 == 0 ? $"broken {save}" : Counting(save));
            while (Answers(rig) == before || count < save * 500)
            {
                rig.Inbox.Post(new AlarmRaised(string.Create(null, $"n{count++}"), Severity.Notice, "x"), "test");
                if (count % 40 == 0)
                {
                    await Task.Delay(20, TestContext.Current.CancellationToken);
                }
            }
        }

        var last = string.Create(null, $"seen:n{count - 1}");
        await rig.UntilAsync<AlarmRaised>(a => a.Key == last);
        Assert.Equal(3, rig.Seen.OfType<RulesLoaded>().Count());
        var raised = rig.Seen.OfType<AlarmRaised>().Where(a => a.Key.StartsWith("seen:", StringComparison.Ordinal)).ToList();
        Assert.Equal(Enumerable.Range(0, count).Select(i => string.Create(null, $"seen:n{i}")), raised.Select(a => a.Key));
    }

    [Fact]
    public async Task A_start_with_a_broken_folder_goes_on_with_the_rules_that_were_in_force_last()
    {
        await using var rig = RuleRig.Make(rules: [("rule.cs", RuleTexts.Good(says: "first"))]);
        Assert.Empty(await rig.Service.ReloadAsync(TestContext.Current.CancellationToken));
        rig.Save("rule.cs", "broken");
        Assert.Empty(await rig.Service.StartAsync(TestContext.Current.CancellationToken));
        await rig.UntilAsync<AlarmRaised>(a => a.Key == "rules");
        rig.Sample("data", 60);
        await rig.UntilAsync<AlarmRaised>(a => a.Message.StartsWith("first", StringComparison.Ordinal));
    }

    private static int Answers(RuleRig rig) => rig.Seen.Count(e => e is RulesLoaded or RulesRefused);

    private static string Counting(int version) =>
        $$"""
        // {{version}}
        [Name("Count")]
        [Description("Answers each alarm once.")]
        public class Count : Rule
        {
            public override void Define()
            {
                Alarm alarm = default!;
                When().Match(() => alarm, a => a.Key.StartsWith("n"));
                Then().Do(ctx => ctx.Act(new RaiseAlarm("seen:" + alarm.Key, Severity.Notice, "once")));
            }
        }
        """;
}
