using System.Diagnostics;

namespace EventOps.Host.Tests.Settings;

/// <summary>The systemd unit keeps what section 2c of the reliability findings asks for.</summary>
public sealed class UnitFileTests
{
    private static readonly string Unit = Path.Combine(SettingsText.Root(), "packaging", "eventops.service");
    private static readonly ILookup<string, string> Directives = File.ReadLines(Unit)
        .Where(l => l.Length > 0 && l[0] is not ('#' or '['))
        .Select(l => l.Split('=', 2))
        .ToLookup(l => l[0], l => l[1], StringComparer.Ordinal);

    [Theory]
    [InlineData("Type", "notify")]
    [InlineData("WatchdogSec", "60")]
    [InlineData("WatchdogSignal", "SIGKILL")]
    [InlineData("ExecStart", "/usr/bin/eventops run")]
    [InlineData("ExecReload", "/bin/kill -HUP $MAINPID")]
    [InlineData("KillMode", "process")]
    [InlineData("Restart", "on-failure")]
    [InlineData("OOMPolicy", "continue")]
    [InlineData("OOMScoreAdjust", "-900")]
    [InlineData("LimitCORE", "0")]
    [InlineData("NoNewPrivileges", "yes")]
    [InlineData("SystemCallArchitectures", "native")]
    [InlineData("ProtectSystem", "yes")]
    [InlineData("UMask", "0077")]
    [InlineData("RuntimeDirectory", "eventops")]
    [InlineData("StateDirectory", "eventops")]
    [InlineData("CacheDirectory", "eventops")]
    [InlineData("ConfigurationDirectory", "eventops eventops/rules")]
    [InlineData("RestrictAddressFamilies", "AF_UNIX AF_NETLINK AF_INET AF_INET6")]
    public void A_directive_that_matters_stands_once_and_as_decided(string name, string value) => Assert.Equal([value], Directives[name]);

    [Theory]
    [InlineData("MemoryDenyWriteExecute")]
    [InlineData("PrivateDevices")]
    [InlineData("PrivateMounts")]
    [InlineData("PrivateTmp")]
    [InlineData("ProtectClock")]
    [InlineData("ProtectHome")]
    [InlineData("MemoryMax")]
    [InlineData("SendSIGKILL")]
    public void A_directive_that_would_break_the_daemon_is_absent(string name) => Assert.Empty(Directives[name]);

    [Fact]
    public void No_exit_that_a_restart_cannot_cure_is_restarted_and_every_other_is() =>
        Assert.Equal(
            [ExitCodes.Usage, ExitCodes.BadData, ExitCodes.AlreadyRunning, ExitCodes.NoPermission, ExitCodes.BadSettings],
            Assert.Single(Directives["RestartPreventExitStatus"]).Split(' ').Select(int.Parse));

    [Theory]
    [InlineData("CAP_SYS_ADMIN")]
    [InlineData("CAP_SYS_RESOURCE")]
    [InlineData("CAP_NET_ADMIN")]
    [InlineData("CAP_LINUX_IMMUTABLE")]
    [InlineData("CAP_SYS_PTRACE")]
    [InlineData("CAP_MKNOD")]
    [InlineData("CAP_IPC_LOCK")]
    [InlineData("CAP_SYS_NICE")]
    [InlineData("CAP_DAC_READ_SEARCH")]
    [InlineData("CAP_SETUID")]
    [InlineData("CAP_KILL")]
    public void A_capability_that_is_needed_is_in_the_bounding_set(string capability) =>
        Assert.Contains(capability, string.Join(' ', Directives["CapabilityBoundingSet"]).Split(' '));

    [Fact]
    public void Nothing_that_ends_the_daemon_comes_sooner_than_a_storage_command_may_take()
    {
        var limit = SettingsText.Parse("").Settings!.Commands.TimeLimit;
        Assert.True(int.Parse(Assert.Single(Directives["TimeoutStopSec"]), null) >= 2 * limit.TotalSeconds);
    }

    [Fact]
    public void The_folders_of_the_unit_are_those_of_the_default_settings()
    {
        var settings = SettingsText.Parse("").Settings!;
        Assert.Equal(settings.StateFolder, $"/var/lib/{Directives["StateDirectory"].Single()}");
        Assert.Equal(settings.RuntimeFolder, $"/run/{Directives["RuntimeDirectory"].Single()}");
        Assert.Equal(settings.CacheFolder, $"/var/cache/{Directives["CacheDirectory"].Single()}");
        Assert.Equal(["/etc/eventops", settings.RulesFolder], Directives["ConfigurationDirectory"].Single().Split(' ').Select(d => $"/etc/{d}"));
    }

    [Fact]
    public async Task Systemd_itself_finds_no_unknown_directive_and_no_bad_value()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/systemd-analyze"), "systemd-analyze is not installed");
        var start = new ProcessStartInfo("/usr/bin/systemd-analyze") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])["verify", "--man=no", "--recursive-errors=no", Unit])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        // That the program is not installed here is no fault of the unit.
        var complaints = (error + await output).Split('\n').Where(l => l.Contains("eventops.service:", StringComparison.Ordinal) && !l.Contains("/usr/bin/eventops is not executable", StringComparison.Ordinal));
        Assert.Empty(complaints);
    }
}
