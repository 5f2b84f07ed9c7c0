namespace EventOps.Host.Tests.EndToEnd;

/// <summary>What keeps the daemon from starting: each with its exit code, the culprit and the cure.</summary>
public sealed class StartTests
{
    private const string Good = "[[volume]]\nmount = \"/nowhere\"\nstep = \"64M\"\nceiling = \"1G\"\n";

    [Theory]
    [InlineData("ceilin = \"2G\"", "unknown key 'ceilin'", "ceiling")]
    [InlineData("grow-below = \"5Q\"", "grow-below", "'Q'")]
    [InlineData("reserve = \"-5M\"", "reserve", "negative")]
    [InlineData("grow-at = \"101%\"", "grow-at", "from 0% to 100%")]
    [InlineData("horizon = \"NaN\"", "horizon", "'NaN'")]
    [InlineData("emergency-growths = -1", "emergency-growths", "0")]
    public async Task L1_settings_with_a_mistake_are_refused_naming_key_and_line(string line, string culprit, string words)
    {
        await using var daemon = new DaemonFixture(Good + line);
        Assert.Equal(ExitCodes.BadSettings, await daemon.RefusedAsync());
        Assert.Contains($"eventops.toml:{LineOf(daemon, line)}:", daemon.Said, StringComparison.Ordinal);
        Assert.Contains(culprit, daemon.Said, StringComparison.Ordinal);
        Assert.Contains(words, daemon.Said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(daemon.Runtime), "nothing is touched");
    }

    [Fact]
    public async Task L1_growth_without_a_ceiling_is_refused_with_a_message()
    {
        await using var daemon = new DaemonFixture("[[volume]]\nmount = \"/nowhere\"\n");
        Assert.Equal(ExitCodes.BadSettings, await daemon.RefusedAsync());
        Assert.Contains($"eventops.toml:{LineOf(daemon, "[[volume]]")}:", daemon.Said, StringComparison.Ordinal);
        Assert.Contains("ceiling is missing", daemon.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task L1_settings_that_are_not_there_are_named()
    {
        await using var daemon = new DaemonFixture(Good);
        File.Delete(daemon.SettingsPath);
        Assert.Equal(ExitCodes.BadSettings, await daemon.RefusedAsync());
        Assert.Contains(daemon.SettingsPath, daemon.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_that_does_not_compile_refuses_the_first_start_with_file_line_column_and_message()
    {
        await using var daemon = new DaemonFixture(Good);
        File.WriteAllText(Path.Combine(daemon.Rules, "Broken.cs"), "public class Broken : Rule\n{\n    public override void Define() { int x = \"text\"; }\n}\n");
        Assert.Equal(ExitCodes.BadData, await daemon.RefusedAsync());
        Assert.Contains(Path.Combine(daemon.Rules, "Broken.cs") + "(3,45): CS0029:", daemon.Said, StringComparison.Ordinal);
        Assert.Contains("int x = \"text\"", daemon.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rules_folder_that_others_can_write_is_refused_by_name()
    {
        await using var daemon = new DaemonFixture(Good);
        File.SetUnixFileMode(daemon.Rules, (UnixFileMode)0b111_111_111);
        Assert.Equal(ExitCodes.BadData, await daemon.RefusedAsync());
        Assert.Contains($"chmod go-w {daemon.Rules}", daemon.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task L4_a_second_daemon_refuses_and_names_the_first()
    {
        await using var first = await new DaemonFixture(Good).StartAsync();
        var (code, _, error) = await DaemonFixture.RunAsync(DaemonFixture.Program, "run", "--settings", first.SettingsPath);
        Assert.Equal(ExitCodes.AlreadyRunning, code);
        Assert.Contains(first.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture), error, StringComparison.Ordinal);

        // The lock is no file that lies about: it goes with the process.
        first.Signal(DaemonFixture.Kill);
        await first.ExitAsync();
        await first.StartAsync();
        Assert.Equal(0, await first.StopAsync());
    }

    [Fact]
    public async Task L4_of_racing_starts_exactly_one_wins()
    {
        await using var daemon = new DaemonFixture(Good);
        var racing = Enumerable.Range(0, 6).Select(_ => new DaemonFixture(Good)).ToList();
        try
        {
            foreach (var racer in racing)
            {
                File.Copy(daemon.SettingsPath, racer.SettingsPath, overwrite: true);
                racer.Launch();
            }

            await daemon.UntilAsync(() => racing.Count(r => r.Process.HasExited) == racing.Count - 1, "all but one have ended");
            Assert.All(racing.Where(r => r.Process.HasExited), r => Assert.Equal(ExitCodes.AlreadyRunning, r.Process.ExitCode));
            var winner = racing.Single(r => !r.Process.HasExited);
            await winner.SaysAsync("is sensing");
            Assert.Equal(0, await winner.StopAsync());
        }
        finally
        {
            foreach (var racer in racing)
            {
                await racer.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task L14_without_permission_it_says_what_it_may_not_do_and_what_would_help()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/setpriv"), "needs setpriv of util-linux");
        await using var daemon = new DaemonFixture(Good);
        File.SetUnixFileMode(daemon.Folder, (UnixFileMode)0b111_101_101);
        var code = await daemon.RefusedAsync(
            "/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", DaemonFixture.Program, "run", "--settings", daemon.SettingsPath);
        Assert.Equal(ExitCodes.NoPermission, code);
        Assert.Contains(daemon.Runtime, daemon.Said, StringComparison.Ordinal);
        Assert.Contains("root", daemon.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", daemon.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task L15_status_is_not_for_everybody()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/setpriv"), "needs setpriv of util-linux");
        await using var daemon = await new DaemonFixture(Good).StartAsync();
        File.SetUnixFileMode(daemon.Folder, (UnixFileMode)0b111_101_101);
        var (code, _, error) = await DaemonFixture.RunAsync(
            "/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", DaemonFixture.Program, "status", "--settings", daemon.SettingsPath);
        Assert.Equal(ExitCodes.NoPermission, code);
        Assert.Contains("permission denied", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task L16_a_link_in_the_place_of_the_lock_is_refused_and_not_followed()
    {
        await using var daemon = new DaemonFixture(Good);
        Directory.CreateDirectory(daemon.Runtime);
        var target = Path.Combine(daemon.Folder, "precious");
        File.WriteAllText(target, "precious");
        File.CreateSymbolicLink(Path.Combine(daemon.Runtime, "eventops.lock"), target);
        Assert.NotEqual(0, await daemon.RefusedAsync());
        Assert.Contains("eventops.lock", daemon.Said, StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task L18_a_stop_in_the_middle_of_the_start_is_an_orderly_end()
    {
        await using var daemon = new DaemonFixture(Good);
        daemon.Launch();
        await daemon.UntilAsync(() => Directory.Exists(daemon.Journal), "it opens its journal");
        var code = await daemon.StopAsync();
        Assert.True(code == 0, $"exit code {code}; it said:\n{daemon.Said}");
        Assert.DoesNotContain("   at ", daemon.Said, StringComparison.Ordinal);
        daemon.JournalIsSound();
    }

    private static int LineOf(DaemonFixture daemon, string text) =>
        1 + Array.FindIndex(File.ReadAllLines(daemon.SettingsPath), l => l.Trim() == text);
}
