using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using EventOps.Linux.Processes;

namespace EventOps.Linux.Tests.Processes;

[SupportedOSPlatform("linux")]
public sealed partial class CommandTests
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private static readonly CommandOptions Quick = new()
    {
        TimeLimit = TimeSpan.FromMilliseconds(200),
        Grace = TimeSpan.FromMilliseconds(200),
    };

    [Fact]
    public async Task Output_error_and_exit_code_come_back()
    {
        var result = await Command.RunAsync(Shell("echo out; echo err >&2; exit 5"), cancel: Never);

        Assert.Equal((CommandEnding.Exited, ExitStatus.OfCode(5)), (result.Ending, result.Status));
        Assert.Equal(("out\n", "err\n"), (result.Output.Text, result.Error.Text));
        Assert.True(result.Output.IsComplete && result.Error.IsComplete);
        Assert.False(result.IsSuccess);
    }

    [Fact]
    public async Task The_environment_is_exactly_the_fixed_one_and_the_extras()
    {
        var extras = new Dictionary<string, string> { ["LVM_SUPPRESS_FD_WARNINGS"] = "1", ["LC_ALL"] = "de_DE" };
        var result = await Command.RunAsync(new CommandLine("env"), new CommandOptions { Environment = extras }, Never);

        Assert.Equal(
            ["LC_ALL=C", "LVM_SUPPRESS_FD_WARNINGS=1", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"],
            result.Output.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A28_ten_megabytes_are_drained_and_all_beyond_the_limit_is_counted()
    {
        var result = await Command.RunAsync(Shell("head -c 10485760 /dev/zero; head -c 3000000 /dev/zero >&2"), cancel: Never);

        Assert.True(result.IsSuccess);
        Assert.Equal((1 << 20, (10L << 20) - (1 << 20)), (result.Output.Bytes.Length, result.Output.Dropped));
        Assert.Equal(3_000_000 - (1 << 20), result.Error.Dropped);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A28_a_grandchild_that_keeps_the_pipe_does_not_hold_the_result(bool mayBeKilled)
    {
        var options = new CommandOptions { MayBeKilled = mayBeKilled };
        var result = await Command.RunAsync(Shell("sleep 1000 & echo $!"), options, Never);
        var grandchild = int.Parse(result.Output.Text, CultureInfo.InvariantCulture);

        Assert.True(result.IsSuccess);
        Assert.Equal(mayBeKilled, result.Output.IsComplete);
        Assert.Equal(mayBeKilled, IsGone(grandchild));
        if (!mayBeKilled)
        {
            Process.GetProcessById(grandchild).Kill();
        }
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task A_command_that_must_not_be_killed_ignores_that_nobody_reads_its_output(bool mayBeKilled, bool isIgnored)
    {
        const int BrokenPipe = 1 << 12;
        var result = await Command.RunAsync(new CommandLine("grep", "SigIgn", "/proc/self/status"), new CommandOptions { MayBeKilled = mayBeKilled }, Never);

        Assert.Equal(isIgnored ? BrokenPipe : 0, long.Parse(result.Output.Text.Split('\t')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture) & BrokenPipe);
    }

    [Fact]
    public async Task A_late_command_is_asked_to_stop()
    {
        var result = await Command.RunAsync(Shell("trap 'echo stopping; exit 3' TERM; while :; do sleep 0.05; done"), Quick with { Grace = TimeSpan.FromSeconds(20) }, Never);

        Assert.Equal((CommandEnding.TimedOutAndReaped, ExitStatus.OfCode(3)), (result.Ending, result.Status));
        Assert.Equal("stopping\n", result.Output.Text);
    }

    [Fact]
    public async Task A_late_command_that_will_not_stop_is_killed_with_its_whole_group()
    {
        var result = await Command.RunAsync(Shell("trap '' TERM; sleep 1000 & echo $!; wait; sleep 1000"), Quick with { ReapLimit = TimeSpan.FromSeconds(20) }, Never);

        Assert.Equal((CommandEnding.TimedOutAndReaped, ExitStatus.OfSignal(9)), (result.Ending, result.Status));
        Assert.True(IsGone(int.Parse(result.Output.Text, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task A_late_storage_command_is_abandoned_never_killed_and_its_end_is_still_told()
    {
        var options = Quick with { MayBeKilled = false };
        var release = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var result = await Command.RunAsync(Shell($"trap '' TERM; until [ -e {release} ]; do sleep 0.05; head -c 100000 /dev/zero; done; rm {release}; exit 7"), options, Never);

        Assert.Equal((CommandEnding.TimedOutAndAbandoned, (ExitStatus?)null), (result.Ending, result.Status));
        Assert.False(result.EventualExit.IsCompleted);
        Assert.False(result.Output.IsComplete);
        await File.WriteAllTextAsync(release, "", Never);
        Assert.Equal(ExitStatus.OfCode(7), await result.EventualExit);
    }

    [Fact]
    public async Task Cancelling_ends_the_command_by_the_same_ladder_and_says_so()
    {
        using var cancel = new CancellationTokenSource();
        var running = Command.RunAsync(new CommandLine("sleep", "1000"), cancel: cancel.Token);
        await cancel.CancelAsync();
        var result = await running;

        Assert.True(result.WasCancelled);
        Assert.Equal((CommandEnding.TimedOutAndReaped, ExitStatus.OfSignal(15)), (result.Ending, result.Status));
    }

    [Fact]
    public async Task Programs_that_are_missing_or_relative_or_writable_by_others_are_refused_distinctly()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllTextAsync(path, "#!/bin/sh\n", Never);
        try
        {
            File.SetUnixFileMode(path, (UnixFileMode)0b111_111_101);
            Assert.Equal(CommandFailure.NotTrusted, await FailureOfAsync(path));
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
            Assert.True((await Command.RunAsync(new CommandLine(path), cancel: Never)).IsSuccess);
            Assert.Equal(0, chown(path, 1234, 0));
            Assert.Equal(CommandFailure.NotTrusted, await FailureOfAsync(path));
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Equal(CommandFailure.NotFound, await FailureOfAsync("no-such-tool"));
        Assert.Equal(CommandFailure.NotFound, await FailureOfAsync("/no/such/tool"));
        Assert.Equal(CommandFailure.BadArgument, await FailureOfAsync("./tool"));
        Assert.Equal(CommandFailure.BadArgument, await FailureOfAsync("true", "a\0b"));
    }

    [Theory]
    [InlineData("lvs -o lv_name --units=b", "lvs", "-o", "lv_name", "--units=b")]
    [InlineData("echo '' 'a b' '$(x)' 'it\\'s'", "echo", "", "a b", "$(x)", "it's")]
    [InlineData("echo '\\u001b[31m\\u000a' '\\u202e' '\\\\u001b'", "echo", "\u001b[31m\n", "\u202e", "\\u001b")]
    public void A_command_prints_so_that_no_two_different_ones_look_alike(string expected, string program, params string[] arguments) =>
        Assert.Equal(expected, new CommandLine(program, arguments).ToString());

    private static CommandLine Shell(string script) => new("/bin/sh", "-c", script);

    private static async Task<CommandFailure> FailureOfAsync(string program, params string[] arguments) =>
        (await Assert.ThrowsAsync<CommandException>(() => Command.RunAsync(new CommandLine(program, arguments), cancel: Never))).Failure;

    private static bool IsGone(int pid) =>
        !File.Exists($"/proc/{pid}/stat") || File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int chown(string path, uint owner, uint group);
}
