using System.Text.Json;

namespace EventOps.Replay.Tests;

/// <summary>The commands as a person runs them, with good journals and bad ones.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly Scratch _scratch = new();

    private static string Good => Path.Combine(StockRules.Journals, "volume-grows.jsonl");

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task A_sound_journal_is_sound()
    {
        var run = await EventOpsRun.Of("journal", "verify", Good);
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("Sound: ", run.Output, StringComparison.Ordinal);
    }

    public static TheoryData<string> Damages => ["truncated", "edited", "swapped", "doubled", "foreign", "version", "utf8", "long", "gap", "clock"];

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task A_damaged_journal_is_told_by_file_line_and_record_and_never_with_a_stack_trace(string damage)
    {
        var path = _scratch.File(damage + ".jsonl");
        await File.WriteAllBytesAsync(path, Damage(damage), TestContext.Current.CancellationToken);
        string[][] commands =
        [
            ["journal", "verify", path],
            ["journal", "show", path],
            ["journal", "stats", path],
            ["journal", "tail", "--no-follow", path],
            ["replay", path, "--rules", StockRules.Folder],
        ];
        foreach (var command in commands.Where(c => c[1] != "tail" || damage != "truncated"))
        {
            var run = await EventOpsRun.Of(command);
            Assert.True(run.ExitCode == 65, run.ToString());
            Assert.Matches(@"\.jsonl\(\d+\): ", run.Output + run.Error);
            Assert.DoesNotContain("   at ", run.Output + run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_not_there_is_said()
    {
        foreach (var verb in (string[])["verify", "show", "stats", "tail", "export"])
        {
            var run = await EventOpsRun.Of("journal", verb, _scratch.File("nowhere"));
            Assert.True(run.ExitCode == 2 && run.Error.Contains("there is no journal at", StringComparison.Ordinal), run.ToString());
        }

        var empty = await EventOpsRun.Of("replay", _scratch.Path, "--rules", StockRules.Folder);
        Assert.True(empty.ExitCode == 2 && empty.Error.Contains("holds no segment", StringComparison.Ordinal), empty.ToString());
    }

    [Fact]
    public async Task Show_filters_by_kind_source_and_sequence()
    {
        var run = await EventOpsRun.Of("journal", "show", Good, "--kind", "guard.*", "--source", "guard", "--json");
        Assert.All(Lines(run), line => Assert.Equal("guard.verdict", JsonDocument.Parse(line).RootElement.GetProperty("kind").GetString()));
        Assert.NotEmpty(Lines(run));
        var one = await EventOpsRun.Of("journal", "show", Good, "--seq", "3-4");
        Assert.Equal(2, Lines(one).Length);
    }

    [Fact]
    public async Task An_export_without_names_replays_alike()
    {
        var path = _scratch.File("export.jsonl");
        var export = await EventOpsRun.Of("journal", "export", Good, "--redact", "-o", path);
        Assert.True(export.ExitCode == 0, export.ToString());
        var text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("/srv", text, StringComparison.Ordinal);
        var run = await EventOpsRun.Of("replay", path, "--rules", StockRules.Folder, "--all", "--json");
        var here = await EventOpsRun.Of("replay", Good, "--rules", StockRules.Folder, "--all", "--json");
        Assert.Equal(Lines(here).Length, Lines(run).Length);
    }

    [Fact]
    public async Task Edited_rules_make_a_difference_that_is_told_in_text_json_and_html()
    {
        var rules = Directory.CreateDirectory(_scratch.File("rules")).FullName;
        foreach (var file in Directory.GetFiles(StockRules.Folder, "*.cs"))
        {
            var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(rules, Path.GetFileName(file)), text.Replace("v => v.IsOver(policy)", "v => v.UsedShare >= 70.Percent()", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        }

        var replay = await EventOpsRun.Of("replay", Good, "--rules", rules);
        Assert.True(replay.ExitCode == 1, replay.ToString());

        var html = _scratch.File("diff.html");
        var diff = await EventOpsRun.Of("replay", "--diff", StockRules.Folder, rules, Good, "--html", html);
        Assert.True(diff.ExitCode == 1, diff.ToString());
        Assert.Contains("leave the recording at", diff.Output, StringComparison.Ordinal);
        var page = await File.ReadAllTextAsync(html, TestContext.Current.CancellationToken);
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=", page, StringComparison.OrdinalIgnoreCase);

        var json = await EventOpsRun.Of("replay", "--diff", StockRules.Folder, rules, Good, "--json");
        Assert.True(JsonDocument.Parse(json.Output).RootElement.GetProperty("changes").GetArrayLength() > 0);

        var same = await EventOpsRun.Of("replay", "--diff", StockRules.Folder, StockRules.Folder, Good);
        Assert.True(same.ExitCode == 0, same.ToString());
        Assert.StartsWith("The same ", same.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_diff_tells_the_range_that_was_asked_for()
    {
        var rules = Directory.CreateDirectory(_scratch.File("none")).FullName;
        File.Copy(Path.Combine(StockRules.Folder, "RaiseVolumeAtItsCeiling.cs"), Path.Combine(rules, "RaiseVolumeAtItsCeiling.cs"));
        var all = await EventOpsRun.Of("replay", Good, "--diff", StockRules.Folder, rules, "--json");
        Assert.NotEmpty(JsonDocument.Parse(all.Output).RootElement.GetProperty("changes").EnumerateArray());
        var late = await EventOpsRun.Of("replay", Good, "--diff", StockRules.Folder, rules, "--json", "--from", "2099-01-01T00:00:00Z");
        var report = JsonDocument.Parse(late.Output).RootElement;
        Assert.Equal(0, late.ExitCode);
        Assert.Empty(report.GetProperty("changes").EnumerateArray());
        Assert.Empty(report.GetProperty("old").EnumerateArray());
        Assert.All(report.GetProperty("newCurves").EnumerateArray(), c => Assert.Empty(c.GetProperty("points").EnumerateArray()));
    }

    [Fact]
    public async Task Coverage_tells_which_conditions_no_journal_has_tried_both_ways()
    {
        var rules = Directory.CreateDirectory(_scratch.File("covered")).FullName;
        var text = await File.ReadAllTextAsync(Path.Combine(StockRules.Folder, "GrowVolumeBeforeItFills.cs"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(rules, "Grow.cs"), text.Replace("v => !v.IsGrowing", "v => !v.IsGrowing, v => v.Inodes >= 0, v => v.Inodes < 0", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var journal = _scratch.File("grows.jsonl");
        File.Copy(Good, journal);
        var run = await EventOpsRun.Of("rules", "test", "--rules", rules, journal, "--accept", "--coverage");
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Matches(@"never false +.*Inodes >= 0", run.Output);
        Assert.Matches(@"never true +.*Inodes < 0", run.Output);
        Assert.DoesNotMatch(@"never (true|false) +.*IsOver", run.Output);
        Assert.Contains("Conditions: ", run.Output, StringComparison.Ordinal);
    }

    private static string[] Lines(EventOpsRun run) => run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static byte[] Damage(string how)
    {
        var lines = File.ReadAllLines(Good).ToList();
        switch (how)
        {
            case "truncated":
                var all = File.ReadAllBytes(Good);
                return all[..^20];
            case "edited":
                lines[5] = lines[5].Replace("\"data\":{", "\"data\":{ ", StringComparison.Ordinal);
                break;
            case "swapped":
                (lines[5], lines[6]) = (lines[6], lines[5]);
                break;
            case "doubled":
                lines.Insert(6, lines[5]);
                break;
            case "foreign":
                lines[5] = "Nov 22 12:00:00 host kernel: hello";
                break;
            case "version":
                lines[5] = lines[5].Replace("\"v\":1", "\"v\":99", StringComparison.Ordinal);
                break;
            case "long":
                lines[5] = new string('x', 17 << 20);
                break;
            case "gap":
                lines.RemoveAt(5);
                break;
            case "clock":
                lines[5] = System.Text.RegularExpressions.Regex.Replace(lines[5], "\"at\":\"....", "\"at\":\"1999");
                break;
            default:
                break;
        }

        var bytes = System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");
        if (how == "utf8")
        {
            bytes[bytes.AsSpan().IndexOf("volume"u8) + 1] = 0xFF;
        }

        return bytes;
    }

    [Fact]
    public async Task Rules_test_compares_with_what_was_accepted_and_takes_what_is_right()
    {
        var folder = Directory.CreateTempSubdirectory("rules-test-");
        try
        {
            var journal = Path.Combine(folder.FullName, "grows.jsonl");
            File.Copy(Path.Combine(StockRules.Journals, "volume-grows.jsonl"), journal);
            var missing = await EventOpsRun.Of("rules", "test", "--rules", StockRules.Folder, folder.FullName);
            Assert.Equal(1, missing.ExitCode);
            Assert.Contains("--accept", missing.Output, StringComparison.Ordinal);

            var accepted = await EventOpsRun.Of("rules", "test", "--rules", StockRules.Folder, folder.FullName, "--accept");
            Assert.True(accepted.ExitCode == 0, accepted.ToString());
            var again = await EventOpsRun.Of("rules", "test", "--rules", StockRules.Folder, journal);
            Assert.True(again.ExitCode == 0, again.ToString());
            Assert.EndsWith("1 passed, 0 failed\n", again.Output, StringComparison.Ordinal);

            var decisions = Path.ChangeExtension(journal, ".decisions");
            File.WriteAllText(decisions, File.ReadAllText(decisions).Replace("grow", "shrink", StringComparison.Ordinal));
            var differs = await EventOpsRun.Of("rules", "test", "--rules", StockRules.Folder, journal);
            Assert.Equal(1, differs.ExitCode);
            Assert.Contains("0 passed, 1 failed", differs.Output, StringComparison.Ordinal);
            Assert.Contains("\n- ", differs.Output, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Rules_test_without_a_journal_says_how_to_record_one()
    {
        var run = await EventOpsRun.Of("rules", "test", "--rules", StockRules.Folder);
        Assert.Equal(65, run.ExitCode);
        Assert.Contains("journal export", run.Error, StringComparison.Ordinal);
    }
}
