using System.Text.Json;

namespace EventOps.Host.Tests.EndToEnd;

/// <summary>The verbs of the command line, as people and scripts call them.</summary>
public sealed class CommandTests
{
    [Theory]
    [InlineData("--help")]
    [InlineData("run", "--help")]
    [InlineData("status", "--help")]
    [InlineData("config", "--help")]
    [InlineData("config", "check", "--help")]
    [InlineData("version", "--help")]
    public async Task Every_verb_tells_what_it_does(params string[] arguments)
    {
        var (code, output, error) = await Run(arguments);
        Assert.Equal(0, code);
        Assert.Contains("Usage:", output, StringComparison.Ordinal);
        Assert.Contains("Description:", output, StringComparison.Ordinal);
        Assert.Empty(error);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("run", "--nonsense")]
    [InlineData("status", "--settings")]
    [InlineData("config", "nonsense")]
    [InlineData]
    public async Task What_is_no_usage_exits_with_2_and_says_so(params string[] arguments)
    {
        var (code, _, error) = await Run(arguments);
        Assert.Equal(ExitCodes.Usage, code);
        Assert.NotEmpty(error);
    }

    [Fact]
    public async Task The_version_is_told_for_people_and_for_programs()
    {
        var (code, output, _) = await Run("version");
        Assert.Equal(0, code);
        Assert.StartsWith("eventops 0.", output, StringComparison.Ordinal);
        var (_, json, _) = await Run("version", "--json");
        Assert.StartsWith("0.", JsonDocument.Parse(json).RootElement.GetProperty("version").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_without_a_daemon_says_so_and_how_to_start_one()
    {
        await using var daemon = new DaemonFixture("");
        var (code, _, error) = await Run("status", "--settings", daemon.SettingsPath);
        Assert.Equal(ExitCodes.Unavailable, code);
        Assert.Contains("eventops run", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_tells_of_volumes_rules_and_journal_for_people_and_for_programs()
    {
        using var volume = Volumes.Xfs();
        await using var daemon = await new DaemonFixture(Volumes.Table(volume)).StartAsync();
        await daemon.EventAsync<Model.VolumeSampled>();

        var (code, json, _) = await Run("status", "--json", "--settings", daemon.SettingsPath);
        Assert.Equal(0, code);
        var status = JsonDocument.Parse(json).RootElement;
        Assert.Equal("Act", status.GetProperty("mode").GetString());
        Assert.Equal(daemon.ProcessId, status.GetProperty("processId").GetInt32());
        var told = Assert.Single(status.GetProperty("volumes").EnumerateArray());
        Assert.Equal("watched", told.GetProperty("state").GetString());
        Assert.Equal("xfs", told.GetProperty("fileSystem").GetString());
        Assert.Equal(volume.ImagePath, told.GetProperty("storage").GetString());
        Assert.Equal(Volumes.Start.Value, told.GetProperty("deviceSize").GetInt64());
        Assert.True(status.GetProperty("rules").GetArrayLength() >= 6);
        Assert.False(status.GetProperty("journal").GetProperty("isDegraded").GetBoolean());

        var (_, text, _) = await Run("status", "--settings", daemon.SettingsPath);
        Assert.Contains("watched", text, StringComparison.Ordinal);
        Assert.Contains("320 MiB", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_are_checked_without_touching_anything()
    {
        await using var daemon = new DaemonFixture(Volumes.Table("/nowhere"));
        var (good, output, _) = await Run("config", "check", "--settings", daemon.SettingsPath);
        Assert.Equal(0, good);
        Assert.Contains("mode act, 1 volume\n", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(daemon.Runtime));

        daemon.Write("[[volume]]\nmount = \"/nowhere\"\n");
        var (bad, json, _) = await Run("config", "check", "--json", "--settings", daemon.SettingsPath);
        Assert.Equal(ExitCodes.BadSettings, bad);
        var problem = Assert.Single(JsonDocument.Parse(json).RootElement.GetProperty("problems").EnumerateArray());
        Assert.Contains("ceiling", problem.GetProperty("what").GetString(), StringComparison.Ordinal);
        Assert.True(problem.GetProperty("line").GetInt32() > 1);
    }

    private static Task<(int Code, string Out, string Error)> Run(params string[] arguments) => DaemonFixture.RunAsync([DaemonFixture.Program, .. arguments]);
}
