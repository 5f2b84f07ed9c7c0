using EventOps.Model;
using System.Text.RegularExpressions;

namespace EventOps.Host.Tests.Settings;

/// <summary>What is written about the settings holds.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Docs = File.ReadAllText(Path.Combine(SettingsText.Root(), "docs", "settings.md"));
    private static readonly string Example = File.ReadAllText(Path.Combine(SettingsText.Root(), "packaging", "eventops.toml"));

    [Fact]
    public void The_packaged_example_is_valid_and_means_the_defaults()
    {
        var result = SettingsText.Parse(Example);
        Assert.True(result.IsValid, SettingsText.Shown(result));
        Assert.Equal(SettingsText.Parse("").Settings, result.Settings);
    }

    [Fact]
    public void What_the_packaged_example_leaves_as_remarks_is_valid_and_the_default_too()
    {
        var result = SettingsText.Parse(Uncommented(Example));
        Assert.True(result.IsValid, SettingsText.Shown(result));
        Assert.Equal(SettingsText.Parse("").Settings, result.Settings with { Volumes = [], Storage = new StoragePolicy(), Network = null });
        Assert.Equal(("data", "/data"), (result.Settings.Volumes[0].Volume, result.Settings.Volumes[0].MountPoint));
    }

    [Fact]
    public void The_complete_example_of_the_documentation_is_valid()
    {
        var result = SettingsText.Parse(TomlBlock().Match(Docs).Groups["toml"].Value);
        Assert.True(result.IsValid, SettingsText.Shown(result));
        Assert.Equal(2, result.Settings.Volumes.Length);
    }

    [Theory]
    [InlineData("daemon")]
    [InlineData("journal")]
    [InlineData("rules")]
    [InlineData("guard")]
    [InlineData("sampling")]
    [InlineData("commands")]
    [InlineData("volume")]
    [InlineData("storage")]
    [InlineData("pool")]
    [InlineData("thin-pool")]
    [InlineData("mount")]
    [InlineData("folder")]
    [InlineData("network")]
    [InlineData("link")]
    [InlineData("tunnel")]
    [InlineData("peer")]
    [InlineData("route")]
    [InlineData("rule")]
    [InlineData("sysctl")]
    [InlineData("host")]
    [InlineData("service")]
    [InlineData("probe")]
    public void Every_key_is_in_the_documentation_the_complete_example_and_the_packaged_one(string table)
    {
        var header = IsRepeated(table) ? $"[[{table}]]" : $"[{table}]";
        var result = SettingsText.Parse($"{header}\nzzzzzzzzzzzzzzzzzzzz = 1");
        var known = result.Problems.Single(p => p.Key == "zzzzzzzzzzzzzzzzzzzz").Cure.Split("known here: ")[1].Split(", ");
        var section = Docs.Split($"\n## {header}\n")[1].Split("\n## ")[0];
        var complete = TomlBlock().Match(Docs).Groups["toml"].Value.Split(header, 2)[1];
        Assert.All(known, key => Assert.Contains($"| `{key}` |", section, StringComparison.Ordinal));
        Assert.All(known, key => Assert.Contains($"\n{key} = ", complete, StringComparison.Ordinal));
        Assert.All(known, key => Assert.Contains($"{key} = ", Example, StringComparison.Ordinal));
    }

    [Fact]
    public void Defaults_and_bounds_told_in_the_documentation_are_those_of_the_reader()
    {
        var rows = Row().Matches(Docs);
        Assert.Equal(32, rows.Count);
        Assert.All(rows, row =>
        {
            var (key, standard, least, most) = (row.Groups["key"].Value, row.Groups["default"].Value, row.Groups["least"].Value, row.Groups["most"].Value);
            var table = Docs[..row.Index].Split("\n## ")[^1].Split('\n')[0];
            foreach (var value in (string[])[standard, least, most])
            {
                var problems = SettingsText.Parse(Alone(table, key, value)).Problems.Where(p => p.Key == key && p.What.Contains(" than ", StringComparison.Ordinal));
                Assert.DoesNotContain(problems, p => p.What.Contains("is less than", StringComparison.Ordinal) || p.What.Contains("is more than", StringComparison.Ordinal));
            }

            var text = Regex.Replace(most, "[0-9]+", m => (long.Parse(m.Value, null) + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), RegexOptions.None, TimeSpan.FromSeconds(1));
            Assert.Contains(SettingsText.Parse(Alone(table, key, text)).Problems, p => p.Key == key);
        });
    }

    private static bool IsRepeated(string table) => table is "volume" or "pool" or "thin-pool" or "mount" or "folder" or "link" or "tunnel" or "peer" or "route" or "rule" or "sysctl" or "host" or "service" or "probe";

    private static string Alone(string table, string key, string value) =>
        table == "[[volume]]" && key != "ceiling" ? $"[[volume]]\nmount = \"/data\"\nceiling = \"1P\"\n{key} = {value}"
        : table == "[[volume]]" ? $"[[volume]]\nmount = \"/data\"\n{key} = {value}"
        : $"{table}\n{key} = {value}";

    // "# key = ..." and "# # key = ..." become keys, "# [[volume]]" a table; prose stays a remark.
    private static string Uncommented(string example) =>
        Regex.Replace(example, @"^(# )+(?=[a-z-]+ = |\[)", "", RegexOptions.Multiline, TimeSpan.FromSeconds(1));

    [GeneratedRegex("```toml\n(?<toml>.*?)```", RegexOptions.Singleline, 1000)]
    private static partial Regex TomlBlock();

    [GeneratedRegex("""^\| `(?<key>[a-z-]+)` \| `(?<default>"?[0-9][^`]*)`[^|]* \| `(?<least>[^`]+)` to `(?<most>[^`]+)`""", RegexOptions.Multiline, 1000)]
    private static partial Regex Row();
}
