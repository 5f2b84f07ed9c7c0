using System.Globalization;
using EventOps.Linux.Processes;

namespace EventOps.Linux.Tests.Processes;

/// <summary>What /proc/PID/stat says of a process, whatever it calls itself.</summary>
public sealed class ProcessStatusTests
{
    private const string Numbers = "12 12 0 -1 4194304 100 0 0 0 250 50 0 0 20 0 1 0 500";

    [Theory]
    [InlineData("cat")]
    [InlineData("a) R 1 (b")]
    [InlineData("")]
    public void A_name_may_hold_anything(string name) => Assert.Equal(
        new ProcessStatus(12, name, 'T', 7, TimeSpan.FromSeconds(3)), ProcessStatus.Parse(12, $"12 ({name}) T 7 {Numbers}"));

    [Theory]
    [InlineData("")]
    [InlineData("12 (cat")]
    [InlineData(")(")]
    [InlineData("12 (cat) T 7 12")]
    [InlineData("12 (cat) T x 12 12 0 -1 4194304 100 0 0 0 250 50 0")]
    public void What_is_malformed_is_no_process(string text) => Assert.Null(ProcessStatus.Parse(12, text));

    [Fact]
    public void This_process_is_read_and_one_that_is_not_there_is_none()
    {
        var own = ProcessStatus.TryRead(Environment.ProcessId)!;
        Assert.Equal(File.ReadAllText("/proc/self/comm").TrimEnd('\n'), own.Name);
        Assert.True(own.Parent > 0 && own.Processor > TimeSpan.Zero);
        Assert.Null(ProcessStatus.TryRead(int.Parse(File.ReadAllText("/proc/sys/kernel/pid_max"), CultureInfo.InvariantCulture)));
    }
}
