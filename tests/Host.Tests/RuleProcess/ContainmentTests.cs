using EventOps.Model;

namespace EventOps.Host.Tests.RuleProcess;

public sealed class ContainmentTests
{
    private const string Loop = "while (true) { }";
    private const string LoopInFinally = "try { } finally { while (true) { } }";
    private const string Overflow = "return Deep(1) > 0 ? default! : default!;";
    private const string Hoard = "var all = new List<byte[]>(); while (true) { all.Add(new byte[1 << 20]); }";

    public static TheoryData<string, string> Ends => new()
    {
        { "loops in an action", RuleTexts.BadAction(Loop) },
        { "loops in finally in an action", RuleTexts.BadAction(LoopInFinally) },
        { "overflows the stack in an action", RuleTexts.BadAction(Overflow) },
        { "allocates without end in an action", RuleTexts.BadAction(Hoard) },
        { "allocates 1 GB in an action", RuleTexts.BadAction("var b = new byte[1 << 30]; if (b[5] == 1) { return null!; }") },
        { "throws in an action", RuleTexts.BadAction("throw new InvalidOperationException(\"on purpose\");") },
        { "loops in a condition", RuleTexts.BadCondition(Loop) },
        { "overflows the stack in a condition", RuleTexts.BadCondition("return Deep(1) > 0;") },
        { "allocates without end in a condition", RuleTexts.BadCondition(Hoard) },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task A_rule_that_does_harm_is_parked_and_the_others_go_on(string what, string text)
    {
        await using var rig = await RuleRig.StartAsync(("bad.cs", text), ("good.cs", RuleTexts.Good()));
        rig.Sample("data", 60);
        await rig.UntilAsync<AlarmRaised>(a => a.Key == "Good:data");
        rig.Sample("trap", 60);

        var parked = await rig.UntilAsync<RuleParked>(_ => true);
        Assert.True(parked is { Rule: "Bad", File: "bad.cs" }, what);
        Assert.NotEmpty(parked.Reason);
        await rig.UntilAsync<AlarmRaised>(a => a.Key == "Good:trap");
        await rig.UntilAsync<AlarmRaised>(a => a.Key == "rule:Bad");
        rig.Sample("other", 70);
        await rig.UntilAsync<AlarmRaised>(a => a.Key == "Good:other");
        Assert.Single(rig.Seen.OfType<RuleParked>());
        Assert.Contains(rig.Service.Rules, r => r is { Name: "Bad", Mode: RuleMode.Parked });
    }

    [Fact]
    public async Task A_parked_rule_comes_back_when_its_file_changes_and_not_before()
    {
        await using var rig = await RuleRig.StartAsync(("bad.cs", RuleTexts.BadAction("throw new InvalidOperationException(\"on purpose\");")), ("good.cs", RuleTexts.Good()));
        rig.Sample("trap", 60);
        await rig.UntilAsync<RuleParked>(_ => true);
        Assert.Empty(await rig.Service.ReloadAsync(TestContext.Current.CancellationToken));
        Assert.Contains(rig.Service.Rules, r => r is { Name: "Bad", Mode: RuleMode.Parked });

        rig.Save("bad.cs", RuleTexts.Good("Bad"));
        await rig.UntilAsync<RuleUnparked>(u => u.Rule == "Bad");
        await rig.UntilAsync<AlarmRaised>(a => a.Key == "Bad:trap");
        await rig.UntilAsync<AlarmCleared>(a => a.Key == "rule:Bad");
    }

    [Fact]
    public async Task A_rule_that_answers_to_its_own_effects_for_ever_is_parked()
    {
        const string Round = """
            [Name("Round")]
            [Description("Raises anew what it raised.")]
            public class Round : Rule
            {
                public override void Define()
                {
                    Alarm alarm = default!;
                    When().Match(() => alarm, a => a.Key == "Good:data");
                    Then().Do(ctx => ctx.Act(new RaiseAlarm(alarm.Key, Severity.Notice, alarm.Message + ".")));
                }
            }
            """;
        await using var rig = await RuleRig.StartAsync(("round.cs", Round), ("good.cs", RuleTexts.Good()));
        rig.Sample("data", 60);
        var parked = await rig.UntilAsync<RuleParked>(_ => true);
        Assert.Equal("Round", parked.Rule);
        Assert.Contains("its own intents", parked.Reason, StringComparison.Ordinal);

        // It fires no more; the other one goes on.
        rig.Sample("other", 70);
        await rig.UntilAsync<AlarmRaised>(a => a.Key == "Good:other");
        Assert.Single(rig.Seen.OfType<RuleParked>());
        Assert.InRange(rig.Seen.OfType<IntentProposed>().Count(i => i.Rule == "Round"), 17, 60);
    }

    [Fact]
    public async Task A_condition_that_throws_is_reported_with_its_line_and_counts_as_not_met()
    {
        await using var rig = await RuleRig.StartAsync(("bad.cs", RuleTexts.BadCondition("throw new InvalidOperationException(\"on purpose\");")), ("good.cs", RuleTexts.Good()));
        rig.Sample("trap", 60);
        var fault = await rig.UntilAsync<RuleFaulted>(f => f.Rule == "Bad");
        Assert.Contains("on purpose", fault.Message, StringComparison.Ordinal);
        Assert.Contains("bad.cs(12,", fault.Message, StringComparison.Ordinal);
        await rig.UntilAsync<AlarmRaised>(a => a.Key == "Good:trap");
        Assert.DoesNotContain(rig.Seen, e => e is AlarmRaised { Key: "Bad:trap" });
    }

    [Fact]
    public async Task A_process_that_is_killed_from_outside_comes_back_and_nothing_is_parked()
    {
        await using var rig = await RuleRig.StartAsync(("good.cs", RuleTexts.Good()));
        var before = rig.Service.ProcessId;
        using (var process = System.Diagnostics.Process.GetProcessById(before))
        {
            process.Kill();
        }

        await rig.UntilAsync<RuleFaulted>(f => f.Where == "the process");
        rig.Sample("data", 60);
        await rig.UntilAsync<AlarmRaised>(a => a.Key == "Good:data");
        Assert.NotEqual(before, rig.Service.ProcessId);
        Assert.DoesNotContain(rig.Seen, e => e is RuleParked);
    }

    [Fact]
    public async Task After_three_deaths_without_a_cause_the_file_changed_last_is_parked()
    {
        await using var rig = await RuleRig.StartAsync(("good.cs", RuleTexts.Good()), ("other.cs", RuleTexts.Good("Other")));
        rig.Save("other.cs", RuleTexts.Good("Other", "changed"));
        await rig.UntilAsync<RulesLoaded>(_ => rig.Seen.OfType<RulesLoaded>().Count() == 2);
        for (var death = 1; death <= 3; death++)
        {
            using var process = System.Diagnostics.Process.GetProcessById(rig.Service.ProcessId);
            process.Kill();
            await rig.UntilAsync<RulesLoaded>(_ => rig.Seen.OfType<RulesLoaded>().Count() == 2 + death);
        }

        Assert.Equal(["Other"], rig.Seen.OfType<RuleParked>().Select(p => p.Rule));
        rig.Sample("data", 60);
        await rig.UntilAsync<AlarmRaised>(a => a.Key == "Good:data");
    }
}
