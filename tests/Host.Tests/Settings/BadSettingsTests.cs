namespace EventOps.Host.Tests.Settings;

/// <summary>Row L1 of the faults: everything wrong is told at once, with its line, the culprit and the cure, and nothing is applied.</summary>
public sealed class BadSettingsTests
{
    [Theory]
    [MemberData(nameof(SyntaxRows.All), MemberType = typeof(SyntaxRows))]
    [MemberData(nameof(SectionRows.All), MemberType = typeof(SectionRows))]
    [MemberData(nameof(VolumeRows.All), MemberType = typeof(VolumeRows))]
    [MemberData(nameof(StorageRows.All), MemberType = typeof(StorageRows))]
    [MemberData(nameof(NetworkRows.All), MemberType = typeof(NetworkRows))]
    public void L1_A_bad_setting_is_refused_with_its_line_the_culprit_and_the_cure(string text, int line, string words)
    {
        var result = SettingsText.Parse(text);
        Assert.False(result.IsValid);
        Assert.Null(result.Settings);
        var problem = result.Problems.FirstOrDefault(p => p.Line == line && words.Split('|').All(w => p.ToString().Contains(w, StringComparison.Ordinal)));
        Assert.True(problem is not null, $"line {line} with {words} expected, got:\n{SettingsText.Shown(result)}");
        Assert.True(problem.Column >= 1 && problem.Cure.Length > 0, problem.ToString());
        Assert.True(result.Problems.Count == 1, $"one mistake, one message:\n{SettingsText.Shown(result)}");
    }

    [Theory]
    [MemberData(nameof(KeyTypeRows))]
    public void L1_A_value_of_the_wrong_type_is_refused_at_its_place(string table, string key, string value)
    {
        var body = table switch
        {
            "" => $"{key} = {value}",
            "[[volume]]" when key is "mount" or "device" => $"[[volume]]\nceiling = \"9G\"\n{key} = {value}",
            "[[volume]]" when key == "ceiling" => $"[[volume]]\nmount = \"/data\"\n{key} = {value}",
            "[[volume]]" => $"[[volume]]\nceiling = \"9G\"\nmount = \"/data\"\n{key} = {value}",
            _ => $"{table}\n{key} = {value}",
        };
        var result = SettingsText.Parse(body);
        var problem = Assert.Single(result.Problems);
        Assert.Equal((key, body.Count(c => c == '\n') + 1, key.Length + 4), (problem.Key, problem.Line, problem.Column));
        Assert.Contains($"{key} = ", problem.Cure, StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_are_told_at_once_in_the_order_of_the_file()
    {
        var result = SettingsText.Parse("""
            mode = "actt"
            [journal]
            budgett = "1G"
            segment = "32Q"
            [[volume]]
            mount = "data"
            step = 500
            """);
        Assert.Equal([1, 3, 4, 5, 6, 7], result.Problems.Select(p => p.Line));
    }

    [Fact]
    public void Several_lines_that_are_no_TOML_are_told_at_once()
    {
        var result = SettingsText.Parse("[journal]\nbudget = 1G\nsegment = \nkeep-for = 30d\n");
        Assert.Equal([2, 3, 4], result.Problems.Select(p => p.Line));
    }

    [Fact]
    public void A_file_with_a_hundred_thousand_mistakes_is_refused_with_few_of_them_and_their_number()
    {
        var result = SettingsText.Parse(string.Concat(Enumerable.Range(0, 60_000).Select(i => $"k{i} = 1\n")));
        Assert.Equal(501, result.Problems.Count);
        Assert.Contains("59500 more problems", result.Problems[^1].What, StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string> KeyTypeRows()
    {
        string[] values = ["nan", "true", "[\"85%\"]", "{ a = 1 }", "1979-05-27", "-1", "1.5", "1e308", "\"\"", "\"-5\"", "\"nan\"", "\"85 apples\""];
        var rows = new TheoryData<string, string, string>();
        foreach (var (table, key) in Quantities.SelectMany(q => q.Keys.Select(k => (q.Table, k))))
        {
            foreach (var value in values)
            {
                rows.Add(table, key, value);
            }
        }

        return rows;
    }

    private static readonly (string Table, string[] Keys)[] Quantities =
    [
        ("[journal]", ["budget", "segment", "keep-free", "keep-for"]),
        ("[rules]", ["memory"]),
        ("[sampling]", ["slowest", "fastest", "stuck-after"]),
        ("[commands]", ["time-limit"]),
        ("[[volume]]", ["grow-at", "grow-below", "step", "ceiling", "reserve", "cooldown", "horizon", "emergency-growths", "fastest-fill", "grow-at-inodes"]),
    ];
}
