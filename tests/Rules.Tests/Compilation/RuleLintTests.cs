using EventOps.Rules.Compilation;
using EventOps.Rules.Compilation.Lint;

namespace EventOps.Rules.Tests.Compilation;

public sealed class RuleLintTests
{
    [Fact]
    public void The_rule_that_escapes_are_put_into_is_sound() => Assert.Empty(Workbench.Compile(Workbench.Rule()).Findings);

    [Theory]
    [MemberData(nameof(Escapes.All), MemberType = typeof(Escapes))]
    public void E20_E21_An_escape_is_refused(string name, string text)
    {
        var result = Workbench.Compile(text);

        Assert.True(result.Compiled is null, $"A rule that {name} was accepted");
        Assert.All(result.Findings, f => Assert.Equal("rule.cs", f.Problem.File));

        // CS0103, CS0234, CS0246 and CS1069: what it reaches for is not even among the references. CS7011 and CS8097: only for scripts.
        Assert.Contains(result.Findings, f => f is { Severity: FindingSeverity.Error, Problem.Line: > 0 }
            && (f.Problem.Id.StartsWith("EVO", StringComparison.Ordinal) || f.Problem.Id is "CS0103" or "CS0234" or "CS0246" or "CS1069" or "CS7011" or "CS8097"));
    }

    [Theory]
    [InlineData("Func<string, int> f = s => s.Length; f(\"a\");")]
    [InlineData("var names = new List<string> { \"a\", \"b\" }; names.Where(n => n.Length > 1).OrderBy(n => n).ToList();")]
    [InlineData("var q = from n in new[] { 1, 2 } where n > 1 select new { n, Twice = n * 2 }; q.Sum(x => x.Twice);")]
    [InlineData("var t = DateTimeOffset.UnixEpoch + 3.Minutes(); var d = t - DateTimeOffset.UnixEpoch; d.TotalSeconds.ToString(\"0.0\", System.Globalization.CultureInfo.InvariantCulture);")]
    [InlineData("var s = $\"{1.5:0.0} of {500.MB()}\"; s.Split(',').Select(int.Parse).ToArray();")]
    [InlineData("var text = new System.Text.StringBuilder(); text.Append(1).AppendLine($\"{2}\"); text.ToString();")]
    [InlineData("int[] a = [1, 2, .. new List<int> { 3 }]; var last = a[^1]; var part = a[1..]; a.Contains(3);")]
    [InlineData("var (x, y) = (1, \"a\"); var r = new Pair(x, y) with { Name = \"b\" }; r.Equals(null);")]
    [InlineData("var kind = VolumeKind.LogicalVolume; var n = kind switch { VolumeKind.LogicalVolume => 1, _ => 2 }; Enum.TryParse<VolumeKind>(\"x\", out var k);")]
    [InlineData("try { throw new InvalidOperationException(\"a\"); } catch (Exception e) when (e.Message == \"a\") { } finally { }")]
    [InlineData("var d = new Dictionary<string, int>(StringComparer.Ordinal) { [\"a\"] = 1 }; d.TryGetValue(\"a\", out var v); foreach (var (key, value) in d) { }")]
    [InlineData("Guid.TryParse(\"x\", out var g); Math.Max(1, 2); Convert.ToInt32(\"1\"); var b = string.IsNullOrEmpty(\"\") && \"a\".AsSpan().Length > 0;")]
    [InlineData("static IEnumerable<int> Count() { for (var i = 0; i < 3; i++) { yield return i; } } Count().Count();")]
    [InlineData("object o = 1; var s = o is int n && n > 0 ? n.ToString() : o.ToString(); var g = new[] { \"a\" }.GroupBy(x => x.Length).ToDictionary(x => x.Key, x => x.ToList());")]
    public void What_an_honest_rule_computes_is_accepted(string statements)
    {
        var text = Workbench.Rule(members: $"private static void Compute() {{ {statements} }}") + "\npublic sealed record Pair(int Number, string Name);";

        Assert.Equal("", Workbench.Compile(text).Errors());
    }

    [Theory]
    [InlineData("private const int Most = 3;")]
    [InlineData("private static readonly Bytes Step = 500.MB();")]
    [InlineData("private static readonly TimeSpan Quiet = 3.Minutes();")]
    [InlineData("private static readonly System.Collections.Immutable.ImmutableArray<string> Names = [\"a\", \"b\"];")]
    [InlineData("private static readonly System.Collections.Immutable.ImmutableDictionary<string, int> Ports = System.Collections.Immutable.ImmutableDictionary<string, int>.Empty.Add(\"a\", 1);")]
    [InlineData("private static string Greeting => \"hello\";")]
    [InlineData("private static readonly VolumePolicy Usual = new() { Volume = \"a\", Ceiling = 4.GB() };")]
    public void What_never_changes_may_be_static(string member) => Assert.Equal("", Workbench.Compile(Workbench.Rule(members: member)).Errors());

    [Theory]
    [InlineData("public abstract class A : Rule { }", "EVO021")]
    [InlineData("class A : Rule { public override void Define() { Volume v = default!; When().Match(() => v); Then().Do(c => c.Halt()); } }", "EVO021")]
    [InlineData("public class Outer { public class A : Rule { public override void Define() { Volume v = default!; When().Match(() => v); Then().Do(c => c.Halt()); } } }", "EVO021")]
    [InlineData("public class A(int x) : Rule { public override void Define() { Volume v = default!; When().Match(() => v); Then().Do(c => c.Halt()); } private int X => x; }", "EVO021")]
    [InlineData("public class A<T> : Rule { public override void Define() { Volume v = default!; When().Match(() => v); Then().Do(c => c.Halt()); } }", "EVO021")]
    [InlineData("public class A { }", "EVO020")]
    [InlineData("public class A : Rule { public override void Define() { } }", "EVO023")]
    [InlineData("public class A : Rule { public override void Define() { Volume v = default!; When().Match(() => v); } }", "EVO024")]
    [InlineData("[Name(\"a\")] public class A : Rule { public override void Define() { Volume v = default!; When().Match(() => v); Then().Do(c => c.Halt()); } }\n[Name(\"a\")] public class B : Rule { public override void Define() { Volume v = default!; When().Match(() => v); Then().Do(c => c.Halt()); } }", "EVO022")]
    public void A_rule_that_could_never_run_is_refused(string text, string id)
    {
        var result = Workbench.Compile(text);

        Assert.Null(result.Compiled);
        Assert.Contains(result.Findings, f => f.Problem.Id == id && f.Problem.Line > 0 && f.Problem.SourceLine is not null);
    }

    [Fact]
    public void A_rule_without_name_and_description_is_taken_with_two_warnings()
    {
        var result = Workbench.Compile("public class A : Rule { public override void Define() { Volume v = default!; When().Match(() => v); Then().Do(c => c.Halt()); } }");

        Assert.Equal(["EVO030", "EVO031"], result.Compiled!.Warnings.Select(f => f.Problem.Id).Order());
        Assert.Equal("A", Assert.Single(result.Compiled.Rules).Name);
    }

    [Theory]
    [InlineData("v => v.UsedShare > 85.Percent(), v => v.UsedShare < 10.Percent()", true)]
    [InlineData("v => v.UsedShare > 85.Percent() && 85.Percent() >= v.UsedShare", true)]
    [InlineData("v => v.UsedShare > 85.Percent(), x => x.UsedShare < 85.Percent()", true)]
    [InlineData("v => v.Inodes == 3, v => v.Inodes > 3", true)]
    [InlineData("v => 1 > 2", true)]
    [InlineData("v => false", true)]
    [InlineData("v => v.UsedShare > 85.Percent(), v => v.UsedShare <= 95.Percent()", false)]
    [InlineData("v => v.UsedShare >= 85.Percent(), v => v.UsedShare <= 85.Percent()", false)]
    [InlineData("v => v.UsedShare > 85.Percent() || v.UsedShare < 10.Percent()", false)]
    [InlineData("v => v.Available > 5.GB(), v => v.Available < 6.MB()", false)]
    [InlineData("v => v.Inodes > 85, v => v.InodesFree < 10", false)]
    public void Conditions_that_exclude_one_another_are_told(string conditions, bool isTold)
    {
        var result = Workbench.Compile(
            $"[Name(\"A\")] [Description(\"A.\")] public class A : Rule {{ public override void Define() {{ Volume volume = default!; When().Match(() => volume, {conditions}); Then().Do(c => c.Halt()); }} }}");

        Assert.Equal("", result.Errors());
        Assert.Equal(isTold ? ["EVO032"] : [], result.Findings.Select(f => f.Problem.Id));
    }

    [Fact]
    public void Growth_without_a_look_at_the_ceiling_is_told()
    {
        var greedy = Workbench.Rule(action: "ctx.Act(new GrowVolume(\"data\", 500.GB(), \"more\"))");
        Assert.Equal(["EVO033"], Workbench.Compile(greedy).Findings.Select(f => f.Problem.Id));
        Assert.Empty(Workbench.Compile(Workbench.Good).Findings);
    }

    [Fact]
    public void An_abstract_base_shared_by_the_rules_of_a_file_is_accepted()
    {
        var result = Workbench.Compile(
            """
            public abstract class Shared : Rule
            {
                public override void Define() { Volume v = default!; When().Match(() => v); Then().Do(c => c.Halt()); }
            }

            [Name("One")] [Description("One.")] public class One : Shared { }
            [Name("Two")] [Description("Two.")] public class Two : Shared { }
            """);

        Assert.Equal("", result.Errors());
        Assert.Equal(["One", "Two"], result.Compiled!.Rules.Select(r => r.Name));
    }

    [Fact]
    public void A_name_given_in_Define_is_the_rules_name()
    {
        var result = Workbench.Compile("[Description(\"A.\")] public class A : Rule { public override void Define() { Name(\"said\"); Volume v = default!; When().Match(() => v); Then().Do(c => c.Halt()); } }");

        Assert.Equal("said", Assert.Single(result.Compiled!.Rules).Name);
        Assert.Empty(result.Findings);
    }

    [Fact]
    public void Every_code_is_used_once_and_tells_a_cure()
    {
        var codes = typeof(LintCodes).GetFields().Select(f => (LintCode)f.GetValue(null)!).ToList();

        Assert.Equal(codes.Count, codes.DistinctBy(c => c.Id).Count());
        Assert.All(codes, c => Assert.True(c.Cure.Length > 10, c.Id));
    }
}
