using EventOps.Linux.Capture;
using EventOps.Model;

namespace EventOps.Host.Tests.EndToEnd;

/// <summary><c>eventops run --capture</c>, and <c>eventops frames</c> after it.</summary>
public sealed class CaptureTests
{
    [Fact]
    public async Task What_a_daemon_heard_is_recorded_and_parsed_again()
    {
        using var volume = Volumes.Xfs();
        await using var daemon = new DaemonFixture(Volumes.Table(volume));
        var path = Path.Combine(daemon.Folder, "frames");
        daemon.Launch(DaemonFixture.Program, "run", "--settings", daemon.SettingsPath, "--capture", path, "--capture-limit", "8M");
        await daemon.SaysAsync("is sensing");
        await daemon.EventAsync<VolumeSampled>();

        // Read while it is written.
        await daemon.UntilAsync(() => Sources(path).Contains(FrameSource.MountInfo), "the mounts are in the capture");
        Assert.Equal(0, await daemon.StopAsync());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));

        var (code, output, error) = await DaemonFixture.RunAsync(DaemonFixture.Program, "frames", path);
        Assert.True(code == 0, output + error);
        Assert.Contains(" mountinfo ", output, StringComparison.Ordinal);
        Assert.Contains(volume.MountPath, output, StringComparison.Ordinal);
        Assert.EndsWith(" 0 missed, 0 that no parser could read\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_something_else_is_refused()
    {
        await using var daemon = new DaemonFixture("");
        var path = Path.Combine(daemon.Folder, "passwd");
        await File.WriteAllTextAsync(path, "root:x:0:0", TestContext.Current.CancellationToken);
        Assert.Equal(1, await daemon.RefusedAsync(DaemonFixture.Program, "run", "--settings", daemon.SettingsPath, "--capture", path));
        Assert.Contains("passwd is there already and is no capture", daemon.Said, StringComparison.Ordinal);
        Assert.Equal("root:x:0:0", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_file_that_may_not_be_written_is_named_with_its_option()
    {
        await using var daemon = new DaemonFixture("");
        Assert.Equal(77, await daemon.RefusedAsync(DaemonFixture.Program, "run", "--settings", daemon.SettingsPath, "--capture", "/sys/frames"));
        Assert.Contains("--capture /sys/frames: Access to the path '/sys/frames' is denied. Name a file", daemon.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("[daemon]", daemon.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("much", "is not a size")]
    [InlineData("1K", "from 4 MiB")]
    public async Task A_limit_that_is_none_is_refused(string limit, string says)
    {
        var (code, _, error) = await DaemonFixture.RunAsync(DaemonFixture.Program, "run", "--capture", "/nowhere/frames", "--capture-limit", limit);
        Assert.Equal(2, code);
        Assert.Contains(says, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_capture_is_named_with_its_line()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, "{\"v\":1}\n", TestContext.Current.CancellationToken);
            var (code, _, error) = await DaemonFixture.RunAsync(DaemonFixture.Program, "frames", path);
            Assert.Equal(65, code);
            Assert.Contains($"{path}, line 1: ", error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static FrameSource[] Sources(string path)
    {
        try
        {
            return [.. CaptureFile.Read(path).Select(f => f.Source)];
        }
        catch (FormatException)
        {
            // Its last line is being written.
            return [];
        }
    }
}
