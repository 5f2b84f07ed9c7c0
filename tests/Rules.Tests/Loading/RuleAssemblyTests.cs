using EventOps.Rules.Compilation;
using EventOps.Rules.Loading;
using EventOps.Rules.Tests.Compilation;

namespace EventOps.Rules.Tests.Loading;

public sealed class RuleAssemblyTests
{
    private static RuleAssembly Load(string text)
    {
        var result = Workbench.Compile(text, "loaded.cs");
        Assert.True(result.Compiled is not null, result.Errors());
        return RuleAssembly.Load(result.Compiled);
    }

    [Fact]
    public void A_compiled_file_is_loaded_and_its_rules_are_defined()
    {
        var loaded = Load(Workbench.Good);

        Assert.Empty(loaded.Problems);
        var rule = Assert.Single(loaded.Rules);
        Assert.Equal(("Grow a volume before it fills", "loaded.cs"), (rule.Definition.Name, rule.File));
        loaded.Unload();
    }

    [Fact]
    public void Two_files_may_hold_classes_of_one_name()
    {
        var first = Load(Workbench.Rule());
        var second = Load(Workbench.Rule());

        Assert.NotEqual(first.Rules[0].Definition.Type, second.Rules[0].Definition.Type);
        first.Unload();
        second.Unload();
    }

    [Theory]
    [InlineData("public Try() { throw new InvalidOperationException(\"from the constructor\"); }", "from the constructor")]
    [InlineData("private static readonly int Broken = int.Parse(\"from the initializer\");", "from the initializer")]
    [InlineData("private readonly int _broken = Fail(); private static int Fail() => throw new InvalidOperationException(\"from the field\"); ", "from the field")]
    public void What_throws_while_a_rule_is_made_is_a_problem_with_name_line_and_text(string member, string message)
    {
        var loaded = Load(Workbench.Rule(members: member + " private static int Use => 1;"));

        Assert.Empty(loaded.Rules);
        var problem = Assert.Single(loaded.Problems);
        Assert.Equal(("loaded.cs", "EVO060"), (problem.File, problem.Id));
        Assert.Contains("'Try'", problem.Message, StringComparison.Ordinal);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.Contains(member[..30], problem.SourceLine, StringComparison.Ordinal);
        loaded.Unload();
    }

    [Fact]
    public void A_Define_that_throws_is_a_problem_at_the_line_that_threw_and_the_other_rule_is_loaded()
    {
        var loaded = Load(
            """
            [Name("Bad")] [Description("Bad.")]
            public class Bad : Rule
            {
                public override void Define()
                {
                    Volume v = default!;
                    When().Match(() => v);
                    Then().Do(c => c.Halt());
                    throw new InvalidOperationException("not today");
                }
            }

            """ + Workbench.Rule());

        Assert.Equal("Try", Assert.Single(loaded.Rules).Definition.Name);
        var problem = Assert.Single(loaded.Problems);
        Assert.Equal((9, 9, "        throw new InvalidOperationException(\"not today\");"), (problem.Line, problem.Column, problem.SourceLine));
        Assert.Contains("'Bad'", problem.Message, StringComparison.Ordinal);
        loaded.Unload();
    }

    [Fact]
    public void Bytes_that_are_no_assembly_are_a_problem()
    {
        var loaded = RuleAssembly.Load(new CompiledRuleFile("x.cs", "0", new byte[100], [], []));

        Assert.Equal(("x.cs", "EVO060"), (Assert.Single(loaded.Problems).File, loaded.Problems[0].Id));
        loaded.Unload();
    }

    [Fact]
    public void The_authors_text_is_kept_in_the_assembly()
    {
        Assert.Equal(Workbench.Good, EmbeddedSource.Read(Workbench.Compile(Workbench.Good).Compiled!.Assembly));
    }
}
