using EventOps.Rules.Compilation;

namespace EventOps.Rules.Tests.Compilation;

public sealed class RuleFileCompilerTests
{
    [Fact]
    public void A_sound_rule_becomes_an_assembly_and_is_listed()
    {
        var result = Workbench.Compile(Workbench.Good, "GrowVolumeBeforeItFills.cs");

        Assert.NotNull(result.Compiled);
        Assert.Empty(result.Findings);
        var rule = Assert.Single(result.Compiled.Rules);
        Assert.Equal(("Grow a volume before it fills", "GrowVolumeBeforeItFills", 3), (rule.Name, rule.TypeName, rule.Line));
        Assert.Equal("Grows a volume that is nearly full.", rule.Description);
    }

    [Fact]
    public void The_same_source_gives_the_same_bytes()
    {
        var again = new RuleFileCompiler(Workbench.References).Compile(Workbench.Source(Workbench.Good), TestContext.Current.CancellationToken);

        Assert.Equal(Workbench.Compile(Workbench.Good).Compiled!.Assembly.ToArray(), again.Compiled!.Assembly.ToArray());
    }

    [Fact]
    public void A_syntax_error_is_told_with_file_line_column_and_the_line()
    {
        var result = Workbench.Compile("public class Broken : Rule\n{\n    public override void Define() { When( }\n}\n", "broken.cs");

        Assert.Null(result.Compiled);
        var problem = result.Findings[0].Problem;
        Assert.Equal(("broken.cs", 3, 43, "    public override void Define() { When( }"), (problem.File, problem.Line, problem.Column, problem.SourceLine));
        Assert.StartsWith("CS", problem.Id, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_error_is_told_with_file_line_column_and_the_line()
    {
        var result = Workbench.Compile(Workbench.Rule(condition: "v.Size > \"much\""));

        Assert.Null(result.Compiled);
        var problem = Assert.Single(result.Findings, f => f.Problem.Id == "CS0019").Problem;
        Assert.Equal((9, "        When().Match(() => volume, v => v.Size > \"much\");"), (problem.Line, problem.SourceLine));
    }

    [Fact]
    public void A_misspelt_word_is_told_without_talk_of_using_lines()
    {
        var problem = Assert.Single(Workbench.Compile(Workbench.Rule(condition: "v.IsNown")).Findings).Problem;
        Assert.Equal(("CS1061", "'Volume' does not contain a definition for 'IsNown'"), (problem.Id, problem.Message));
    }

    [Fact]
    public void A_missing_base_class_is_told_with_the_cure()
    {
        var result = Workbench.Compile("public class NoBase\n{\n    public override void Define() { }\n}\n");

        Assert.Null(result.Compiled);
        Assert.Contains("derive the class from Rule", result.Errors(), StringComparison.Ordinal);
        Assert.Contains("EVO020", result.Errors(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v.Name is \"a\" or \"b\"", "CS8122", "'is' pattern")]
    [InlineData("v.Name is { Length: 3 }", "CS8122", "'is' pattern")]
    [InlineData("v.Kind switch { _ => true }", "CS8514", "switch expression")]
    [InlineData("v.Name?.Length == 3", "CS8072", "test for null first")]
    public void What_an_expression_cannot_hold_is_told_with_a_way_out(string condition, string id, string words)
    {
        var result = Workbench.Compile(Workbench.Rule(condition: condition));

        Assert.Null(result.Compiled);
        Assert.Contains(words, Assert.Single(result.Findings, f => f.Problem.Id == id).Problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_broken_file_does_not_keep_the_others_from_compiling()
    {
        var results = Workbench.CompileAll(Workbench.Source(Workbench.Good, "a.cs"), Workbench.Source("nonsense", "b.cs"), Workbench.Source(Workbench.Good, "c.cs"));

        Assert.Equal([true, false, true], results.Select(r => r.Compiled is not null));
        Assert.Equal(["a.cs", "b.cs", "c.cs"], results.Select(r => r.File));
    }

    [Fact]
    public void Two_rules_of_one_name_in_two_files_are_an_error_that_names_both()
    {
        var files = Workbench.CompileAll(Workbench.Source(Workbench.Good, "a.cs"), Workbench.Source(Workbench.Good, "b.cs"));

        var problem = Assert.Single(RuleNames.Duplicates(files.Select(f => f.Compiled!))).Problem;

        Assert.Equal(("b.cs", 3, "EVO022"), (problem.File, problem.Line, problem.Id));
        Assert.Contains("a.cs(3)", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_directive_does_not_move_the_blame()
    {
        var result = Workbench.Compile("#line 1 \"other.cs\"\n" + Workbench.Rule(condition: "v.Nothing"));

        Assert.All(result.Findings, f => Assert.Equal("rule.cs", f.Problem.File));
        Assert.Contains(result.Findings, f => f.Problem is { Id: "CS1061", Line: 10 });
    }

    [Theory]
    [InlineData("(", "true", ")", 10_000)]
    [InlineData("!", "true", "", 20_000)]
    [InlineData("", "true", " && true", 20_000)]
    [InlineData("v.IsGrowing ? true : ", "true", "", 5_000)]
    [InlineData("new Func<bool>(() => ", "true", ")()", 2_000)]
    [InlineData("", "v.Name", ".Trim()", 20_000)]
    [InlineData("new List<", "int", ">()", 5_000)]
    [InlineData("$\"{", "1", "}\"", 2_000)]
    public void A_file_that_would_overflow_the_compilers_stack_is_refused(string before, string middle, string after, int times)
    {
        var text = new System.Text.StringBuilder().Insert(0, before, times).Append(middle).Insert(before.Length * times + middle.Length, after, times).ToString();

        var result = Workbench.Compile(Workbench.Rule(condition: text));

        Assert.Null(result.Compiled);
        Assert.NotEmpty(result.Findings);
    }

    [Fact]
    public void An_empty_file_is_refused()
    {
        Assert.Contains("EVO020", Workbench.Compile("").Errors(), StringComparison.Ordinal);
    }
}
