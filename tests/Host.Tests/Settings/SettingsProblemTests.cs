namespace EventOps.Host.Tests.Settings;

public sealed class SettingsProblemTests
{
    [Fact]
    public void A_problem_prints_as_compilers_do()
    {
        var problem = Assert.Single(SettingsText.Parse("\n[[volume]]\nmount = \"/data\"").Problems);
        Assert.Equal(
            "/etc/eventops/eventops.toml:2:3: volume '/data': ceiling is missing; growth without a ceiling is refused; add: ceiling = \"8G\"",
            problem.ToString());
        Assert.Equal(("ceiling", "volume '/data'"), (problem.Key, problem.Where));
    }

    [Theory]
    [InlineData("mode = \"actt\"", "    mode = \"actt\"\n           ^")]
    [InlineData("\tmode\t=\t5", "     mode = 5\n            ^")]
    [InlineData("[daemon]\n\"💾\" = 1 # 💾", "    \"💾\" = 1 # 💾\n    ^")]
    [InlineData("mode = \"\u202Eact\"", "    mode = \"\uFFFDact\"\n           ^")]
    public void The_caret_stands_under_the_culprit(string text, string expected) =>
        Assert.Equal(expected, Assert.Single(SettingsText.Parse(text).Problems).Excerpt);

    [Fact]
    public void A_caret_counts_characters_outside_the_basic_plane_as_one()
    {
        var problem = Assert.Single(SettingsText.Parse("journal = { \"💾💾\" = 1 , budget = 5, \"b\" = 1 }").Problems, p => p.Key == "budget");
        Assert.Equal(problem.Excerpt.Split('\n')[1].Length, new System.Globalization.StringInfo(problem.Excerpt[..problem.Excerpt.IndexOf("5,", StringComparison.Ordinal)]).LengthInTextElements + 1);
    }

    [Fact]
    public void Of_a_long_line_only_the_neighbourhood_is_shown()
    {
        var text = $"journal = {{ folder = \"/{string.Concat(Enumerable.Repeat("a/", 1000))}\", budget = 5 }} # {new string('x', 1000)}";
        var lines = Assert.Single(SettingsText.Parse(text).Problems).Excerpt.Split('\n');
        Assert.Equal(124, lines[0].Length);
        Assert.Equal('5', lines[0][lines[1].Length - 1]);
    }

    [Theory]
    [InlineData("[[tunnel]]\nname = \"wg0\"\nprivate-key = \"{0}\"")]
    [InlineData("[[tunnel]]\nname = \"wg0\"\nprivate-key = {0}")]
    [InlineData("[[tunnel]]\nname = \"wg0\" \"{0}\"")]
    [InlineData("[[peer]]\ntunnel = \"wg0\"\nendpoint = \"{0}\"")]
    [InlineData("[[probe]]\nurl = \"{0}\"")]
    public void A_private_key_that_was_put_in_by_mistake_is_not_told(string text)
    {
        const string secret = "xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=";
        var problems = SettingsText.Parse(string.Format(System.Globalization.CultureInfo.InvariantCulture, text, secret)).Problems;
        Assert.NotEmpty(problems);
        Assert.All(problems, p => Assert.DoesNotContain(secret[..^1], p + p.Excerpt + p.Key, StringComparison.Ordinal));
    }

    [Fact]
    public void What_comes_from_the_file_cannot_steer_the_terminal()
    {
        var result = SettingsText.Parse("\"\\u001B[2J\\u0007\\n\\u202E\" = 1\n[daemon]\nlog-level = \"\\u001B\\n\"\nstate = \"\\u001B\"\n[[volume]]\nname = \"\\u001B]0;x\"\n");
        Assert.True(result.Problems.Count >= 5, SettingsText.Shown(result));
        Assert.All(result.Problems, p => Assert.DoesNotContain(p.ToString() + p.Excerpt.Replace("\n", "", StringComparison.Ordinal) + p.Key, c => char.IsControl(c) || c == '\u202E'));
    }

    [Fact]
    public void A_problem_with_the_whole_file_has_no_line_and_no_excerpt()
    {
        var problem = Assert.Single(EventOps.Host.Settings.DaemonSettings.Read("/nonexistent/\u001Bx.toml").Problems);
        Assert.StartsWith("/nonexistent/\\u001Bx.toml: there is no such file; ", problem.ToString(), StringComparison.Ordinal);
        Assert.Equal("", problem.Excerpt);
    }
}
