using System.Runtime.InteropServices;
using System.Text.Json;
using EventOps.Lab;
using EventOps.Linux.Processes;

namespace EventOps.Growth.Tests;

public class GrowthTests
{
    [Theory]
    [InlineData("making a volume", PosixSignal.SIGINT)]
    [InlineData("starting the daemon", PosixSignal.SIGINT)]
    [InlineData("it senses after", PosixSignal.SIGTERM)]
    [InlineData("in use", PosixSignal.SIGINT)]
    [InlineData("rule '", PosixSignal.SIGTERM)]
    [InlineData("succeeded in", PosixSignal.SIGINT)]
    public async Task Interrupted_at_any_moment_it_leaves_nothing_behind(string moment, PosixSignal signal)
    {
        RequireVolumes();
        await using var run = new GrowthRun();
        await run.StartAsync("--rate", "200M/s");
        await run.WaitForAsync(moment);

        run.Signal(signal);
        var status = await run.EndAsync();

        Assert.True(run.Leftovers.Count == 0, string.Join('\n', [.. run.Leftovers, run.Words]));
        Assert.Equal(ExitStatus.OfCode(signal is PosixSignal.SIGINT ? 130 : 143), status);
    }

    [Fact]
    public async Task A_run_to_the_end_grows_the_volume_with_no_write_refused_and_leaves_nothing_behind()
    {
        RequireVolumes();
        await using var run = new GrowthRun();
        await run.StartAsync("--rate", "200M/s");
        await run.WaitForAsync("Written");
        var status = await run.EndAsync();

        Assert.True(status.IsSuccess, run.Words);
        Assert.Matches(@"Grown +(once|twice|\d+ times)", run.Words);
        Assert.Matches("Write errors +none", run.Words);
        Assert.True(run.Leftovers.Count == 0, string.Join('\n', run.Leftovers));
    }

    [Fact]
    public async Task Observing_it_says_what_it_would_do_and_takes_the_full_volume_as_expected()
    {
        RequireVolumes();
        await using var run = new GrowthRun();
        await run.StartAsync("--observe");
        await run.WaitForAsync("Write errors");
        var status = await run.EndAsync();

        Assert.True(status.IsSuccess, run.Words);
        Assert.Contains("not done:", run.Words, StringComparison.Ordinal);
        Assert.Contains("as expected", run.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_summary_as_JSON_stands_alone_on_standard_output()
    {
        RequireVolumes();
        await using var run = new GrowthRun();
        await run.StartAsync("--json", "--seconds", "1", "--rate", "50M/s");
        await run.WaitForAsync("{");
        var status = await run.EndAsync();

        Assert.True(status.IsSuccess, run.Words);
        using var summary = JsonDocument.Parse(run.Output);
        Assert.True(summary.RootElement.GetProperty("good").GetBoolean());
        Assert.Equal(0, summary.RootElement.GetProperty("writeErrors").GetInt32());
    }

    [Theory]
    [InlineData("--rate", "fast", "fast")]
    [InlineData("--fs", "vfat", "vfat")]
    [InlineData("--seconds", "0", "--seconds")]
    [InlineData("--threshold", "850%", "850%")]
    public async Task Wrong_options_are_told_before_anything_is_made(string option, string value, string culprit)
    {
        await using var run = new GrowthRun();
        await run.StartAsync(option, value);
        var status = await run.EndAsync();

        Assert.Equal(ExitStatus.OfCode(2), status);
        Assert.Contains(culprit, run.Words, StringComparison.Ordinal);
        Assert.Empty(run.Leftovers);
    }

    private static void RequireVolumes() =>
        Assert.SkipUnless(ScratchVolume.IsPossible("xfs"), "needs root, loop devices and mkfs.xfs");
}
