using EventOps.Model;

namespace EventOps.Host.Tests.RuleProcess;

public sealed class TimeTests
{
    [Fact]
    public async Task A_condition_that_has_held_for_its_time_fires_though_nothing_else_happens()
    {
        await using var rig = await RuleRig.StartAsync(("held.cs", Held(1)));
        rig.Sample("data", 60);
        var raised = await rig.UntilAsync<AlarmRaised>(a => a.Key == "held:data");
        var sampled = rig.Seen.OfType<VolumeSampled>().Last();
        Assert.True(raised.At - sampled.At >= TimeSpan.FromSeconds(1), $"{raised.At - sampled.At}");
        Assert.Contains(rig.Seen, e => e is ClockTick tick && tick.At - sampled.At >= TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task What_has_held_so_far_counts_on_after_a_reload()
    {
        await using var rig = await RuleRig.StartAsync(("held.cs", Held(5)), ("other.cs", RuleTexts.Good("Other")));
        rig.Sample("data", 60);
        await rig.UntilAsync<AlarmRaised>(a => a.Key == "Other:data");
        rig.Save("other.cs", RuleTexts.Good("Other", "changed"));
        await rig.UntilAsync<AlarmRaised>(a => a.Message.StartsWith("changed", StringComparison.Ordinal));
        await rig.UntilAsync<AlarmRaised>(a => a.Key == "held:data");
        var sampled = rig.Seen.OfType<VolumeSampled>().Last();
        var ticks = rig.Seen.OfType<ClockTick>().Where(t => t.At - sampled.At >= TimeSpan.FromSeconds(5)).ToList();
        Assert.NotEmpty(ticks);
        Assert.NotEmpty(rig.Seen.OfType<RuleStateKept>());
    }

    [Fact]
    public async Task A_rule_whose_operator_was_changed_says_what_it_lost()
    {
        await using var rig = await RuleRig.StartAsync(("held.cs", Held(3600)), ("other.cs", RuleTexts.Good("Other")));
        rig.Sample("data", 60);
        await rig.UntilAsync<VolumeSampled>(_ => true);
        rig.Save("held.cs", Held(7200));
        var lost = await rig.UntilAsync<RuleStateLost>(_ => true);
        Assert.Equal("Held", lost.Rule);
        Assert.Contains("data", Assert.Single(lost.What), StringComparison.Ordinal);
        Assert.Single(rig.Seen.OfType<RuleStateLost>());
    }

    [Fact]
    public async Task What_rules_remember_is_in_the_journal_when_the_daemon_stops()
    {
        await using var rig = await RuleRig.StartAsync(("held.cs", Held(3600)), ("other.cs", RuleTexts.Good("Other")));
        rig.Sample("data", 60);
        await rig.UntilAsync<AlarmRaised>(a => a.Key == "Other:data");
        await rig.Service.DisposeAsync();
        var kept = await rig.UntilAsync<RuleStateKept>(_ => true);
        Assert.Contains("Held", kept.State, StringComparison.Ordinal);
    }

    private static string Held(int seconds) =>
        $$"""
        [Name("Held")]
        [Description("Raises an alarm when a volume has been half full for a while.")]
        public class Held : Rule
        {
            public override void Define()
            {
                Volume volume = default!;
                When().Match(() => volume, v => v.IsKnown, v => v.UsedShare >= 50.Percent()).HeldFor({{seconds}}.Seconds());
                Then().Do(ctx => ctx.Act(new RaiseAlarm("held:" + volume.Name, Severity.Notice, "held")));
            }
        }
        """;
}
