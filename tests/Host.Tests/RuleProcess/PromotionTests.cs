using EventOps.Model;

namespace EventOps.Host.Tests.RuleProcess;

public sealed class PromotionTests
{
    private static readonly string Grows = RuleTexts.Rule("Grow", "ctx.Act(new GrowVolume(volume.Name, volume.DeviceSize + 1.GB(), \"test\"))");

    [Fact]
    public async Task Rules_of_the_first_start_act_and_an_edited_one_observes_until_it_is_promoted()
    {
        await using var rig = RuleRig.Make(RuleMode.Observe, rules: [("grow.cs", Grows)]);
        Assert.Empty(await rig.Service.StartAsync(TestContext.Current.CancellationToken));
        Assert.Equal(RuleMode.Act, Assert.Single(rig.Service.Rules).Mode);
        rig.Save("grow.cs", Grows + "// edited");
        await rig.UntilAsync<RulesLoaded>(e => e.Rules[0].Mode is RuleMode.Observe);
        rig.Sample("data", 60);
        var observed = await rig.UntilAsync<GuardVerdict>(v => v.Verdict is Verdict.Observed);
        Assert.Contains("rules promote \"Grow\"", observed.Reason, StringComparison.Ordinal);
        Assert.Equal(RuleMode.Observe, Assert.Single(rig.Service.Rules).Mode);

        Assert.Equal(0, rig.Service.Promote("No such rule", "test"));
        Assert.Equal(1, rig.Service.Promote("Grow", "test"));
        await rig.UntilAsync<RulePromoted>(p => p is { Rule: "Grow", By: "test" });
        Assert.Equal(RuleMode.Act, Assert.Single(rig.Service.Rules).Mode);
        rig.Sample("data", 70);
        await rig.UntilAsync<GuardVerdict>(v => v.Verdict is Verdict.Allowed);
    }

    [Fact]
    public async Task What_was_promoted_is_known_after_a_restart_and_a_damaged_register_promotes_nothing()
    {
        await using var rig = RuleRig.Make(RuleMode.Observe, rules: [("grow.cs", Grows)]);
        Assert.Empty(await rig.Service.StartAsync(TestContext.Current.CancellationToken));
        var rule = Assert.Single(rig.Service.Rules);
        Assert.Equal(RuleMode.Act, new Host.RuleProcess.RuleRegister(rig.State, RuleMode.Observe).ModeOf("Grow", rule.Sha256));
        Assert.Equal(RuleMode.Observe, new Host.RuleProcess.RuleRegister(rig.State, RuleMode.Observe).ModeOf("Grow", "another"));

        await File.WriteAllTextAsync(Path.Combine(rig.State, "rules.json"), "{ \"promoted\":", TestContext.Current.CancellationToken);
        var damaged = new Host.RuleProcess.RuleRegister(rig.State, RuleMode.Observe);
        Assert.Equal(RuleMode.Observe, damaged.ModeOf("Grow", rule.Sha256));
        Assert.False(damaged.IsNew);
        Assert.Contains("rules promote", damaged.Trouble, StringComparison.Ordinal);
    }
}
