using EventOps.Model;

namespace EventOps.Host.Tests.RuleProcess;

/// <summary>Rule files that nobody should be able to bring into force; each is refused with its file, and the rules in force stay.</summary>
public sealed class BadRuleFileTests
{
    public static TheoryData<string, string, string> Texts => new()
    {
        { "a syntax error", "public class X : Rule {", "CS1513" },
        { "a type error", RuleTexts.Rule("X", "ctx.Act(volume)"), "CS1503" },
        { "no base class", "public class X { }", "EVO020" },
        { "a name that is taken", RuleTexts.Good("Good"), "EVO022" },
        { "throws in Define", RuleTexts.Good("X").Replace("Volume volume = default!;", "Volume volume = default!; throw new InvalidOperationException(\"no\");", StringComparison.Ordinal), "EVO060" },
        { "loops in Define", RuleTexts.Good("X").Replace("Volume volume = default!;", "Volume volume = default!; while (volume is null) { }", StringComparison.Ordinal), "EVO060" },
        { "overflows the stack in Define", RuleTexts.Good("X").Replace("Volume volume = default!;", "Volume volume = default!; Define();", StringComparison.Ordinal), "EVO060" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task A_broken_file_is_refused(string what, string text, string id)
    {
        await using var rig = await RuleRig.StartAsync(("good.cs", RuleTexts.Good()));
        rig.Save("x.cs", text);
        await RefusedAsync(rig, what, id);
    }

    [Fact]
    public async Task A_file_of_10_MB_is_refused()
    {
        await using var rig = await RuleRig.StartAsync(("good.cs", RuleTexts.Good()));
        rig.Save("x.cs", "// " + new string('x', 10 << 20));
        await RefusedAsync(rig, "10 MB", "EVO042");
    }

    [Fact]
    public async Task A_symbolic_link_is_refused()
    {
        await using var rig = await RuleRig.StartAsync(("good.cs", RuleTexts.Good()));
        File.CreateSymbolicLink(Path.Combine(rig.Rules, "x.cs"), Path.Combine(rig.Rules, "good.cs"));
        await RefusedAsync(rig, "a link", "EVO041");
    }

    [Fact]
    public async Task A_file_that_others_may_write_is_refused_as_soon_as_its_mode_says_so()
    {
        await using var rig = await RuleRig.StartAsync(("good.cs", RuleTexts.Good()));
        File.SetUnixFileMode(Path.Combine(rig.Rules, "good.cs"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite);
        await RefusedAsync(rig, "mode", "EVO045");
    }

    private static async Task RefusedAsync(RuleRig rig, string what, string id)
    {
        var refused = await rig.UntilAsync<RulesRefused>(_ => true);
        Assert.True(refused.Problems.Any(p => p.Id == id), $"{what}: {string.Join("; ", refused.Problems)}");
        rig.Sample("data", 60);
        await rig.UntilAsync<AlarmRaised>(a => a.Key == "Good:data");
        Assert.Single(rig.Service.Rules);
    }
}
