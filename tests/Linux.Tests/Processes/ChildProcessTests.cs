using System.Globalization;
using System.Text;
using EventOps.Linux.Processes;

namespace EventOps.Linux.Tests.Processes;

public sealed class ChildProcessTests
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task A_child_sees_exactly_its_arguments_environment_and_folder()
    {
        using var child = await ChildProcess.StartAsync(new ChildOptions
        {
            Program = "/bin/sh",
            Arguments = ["-c", "printf '%s|' \"$@\"; pwd; tr '\\0' ';' </proc/self/environ", "sh", "a b", "", "é'\"$x"],
            Environment = new Dictionary<string, string> { ["ONE"] = "1 =2" },
            WorkingFolder = "/usr",
            CaptureOutput = true,
        });
        var text = await new StreamReader(child.Output!).ReadToEndAsync(Never);

        Assert.Equal(ExitStatus.OfCode(0), await child.Exited);
        Assert.StartsWith("a b||é'\"$x|/usr\n", text, StringComparison.Ordinal);
        Assert.Contains("ONE=1 =2;", text, StringComparison.Ordinal);
        Assert.DoesNotContain("HOME=", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_child_talks_over_the_inherited_end_of_a_socketpair_at_number_three()
    {
        using var pair = SocketPair.Create();
        using var child = await ChildProcess.StartAsync(new ChildOptions
        {
            Program = "/bin/sh",
            Arguments = ["-c", "read line <&3; echo \"heard $line\" >&3"],
            Inherited = pair.ChildEnd,
        });
        pair.ChildEnd.Dispose();
        await pair.Parent.SendAsync(Encoding.UTF8.GetBytes("hello\n"), Never);
        await using var stream = new System.Net.Sockets.NetworkStream(pair.Parent);
        var answer = await new StreamReader(stream).ReadToEndAsync(Never);

        Assert.Equal("heard hello\n", answer);
        Assert.True((await child.Exited).IsSuccess);
    }

    [Fact]
    public async Task Nothing_but_the_named_descriptors_is_inherited()
    {
        using var leaky = LeakyDescriptor.Open();
        using var pair = SocketPair.Create();
        using var child = await ChildProcess.StartAsync(new ChildOptions
        {
            Program = "/bin/sh",
            Arguments = ["-c", "for n in 0 1 2 3 4 5 6 7 8 9 16 17 18 $1; do [ -e /proc/self/fd/$n ] && printf '%s ' $n; done", "sh", leaky.DangerousGetHandle().ToString(CultureInfo.InvariantCulture)],
            CaptureOutput = true,
            Inherited = pair.ChildEnd,
            InheritedNumber = 5,
        });
        var text = await new StreamReader(child.Output!).ReadToEndAsync(Never);

        Assert.Equal("0 1 2 5 ", text);
    }

    [Fact]
    public async Task A_child_starts_with_no_signal_blocked_or_ignored()
    {
        using var child = await ChildProcess.StartAsync(new ChildOptions { Program = "/bin/cat", Arguments = ["/proc/self/status"], CaptureOutput = true });
        var lines = (await new StreamReader(child.Output!).ReadToEndAsync(Never)).Split('\n');

        Assert.Contains("SigBlk:\t0000000000000000", lines);

        // The C library itself ignores its two private signals, 32 and 33.
        var ignored = Convert.ToUInt64(lines.Single(l => l.StartsWith("SigIgn:", StringComparison.Ordinal))[8..], 16);
        Assert.Equal(0UL, ignored & ~0x180000000UL);
    }

    [Theory]
    [InlineData(ChildGroup.OwnGroup, true, false)]
    [InlineData(ChildGroup.OwnSession, true, true)]
    [InlineData(ChildGroup.Shared, false, false)]
    public async Task A_child_leads_the_group_or_session_that_was_asked_for(ChildGroup group, bool ownGroup, bool ownSession)
    {
        using var child = await ChildProcess.StartAsync(new ChildOptions { Program = "/bin/cat", Arguments = ["/proc/self/stat"], CaptureOutput = true, Group = group });
        var fields = (await new StreamReader(child.Output!).ReadToEndAsync(Never)).Split(' ');
        var pid = child.Pid.ToString(CultureInfo.InvariantCulture);

        Assert.Equal(ownGroup, fields[4] == pid);
        Assert.Equal(ownSession, fields[5] == pid);
    }

    [Fact]
    public async Task A_child_ended_by_a_signal_says_which()
    {
        using var child = await ChildProcess.StartAsync(new ChildOptions { Program = "/bin/sleep", Arguments = ["1000"] });
        Assert.True(child.SignalGroup(15));
        Assert.Equal(ExitStatus.OfSignal(15), await child.Exited);
        Assert.False(child.Signal(9));
    }

    [Fact]
    public async Task A_program_that_is_not_there_or_no_program_is_refused_with_the_kernels_answer()
    {
        var missing = await Assert.ThrowsAsync<CommandException>(() => ChildProcess.StartAsync(new ChildOptions { Program = "/nonexistent/tool" }));
        Assert.Equal(2, missing.Errno);
        Assert.Contains("/nonexistent/tool", missing.Message, StringComparison.Ordinal);
        var notExecutable = await Assert.ThrowsAsync<CommandException>(() => ChildProcess.StartAsync(new ChildOptions { Program = "/etc/passwd" }));
        Assert.Equal(13, notExecutable.Errno);
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("\0")]
    public async Task An_argument_with_a_nul_is_refused_before_anything_starts(string argument)
    {
        var refused = await Assert.ThrowsAsync<CommandException>(() =>
            ChildProcess.StartAsync(new ChildOptions { Program = "/bin/echo", Arguments = [argument] }));
        Assert.Equal(CommandFailure.BadArgument, refused.Failure);
    }
}
