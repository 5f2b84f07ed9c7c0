namespace EventOps.Vm.Tests;

/// <summary>Two hosts whose tunnel is the kernel's own, repaired by the daemon on each.</summary>
public class NetworkInTheMachineTests(NetworkRun run, ITestOutputHelper output) : IClassFixture<NetworkRun>
{
    public static TheoryData<string> Faults => [.. NetworkRun.Faults];

    [Fact]
    public void The_broken_lab_is_healed_whole()
    {
        output.WriteLine($"test-connection green {run.Told("broken.healed")} ms after both daemons sensed");

        Assert.Null(run.Fact("late"));
        Assert.Equal(("red", "green"), (run.Told("broken.before"), run.Told("broken.after")));
        Assert.Equal(("kernel", "kernel"), (run.Told("carrier.server"), run.Told("carrier.client")));
        Assert.Equal("reached", run.Fact("end"));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_alone_is_noticed_and_healed(string fault)
    {
        run.SkipWithoutMachine();
        var (name, side) = fault.Split(':') is [var n, var s] ? (n, s) : throw new ArgumentException(fault);
        var line = run.Healed.FirstOrDefault(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var f, var on, ..] && f == name && on == side);
        output.WriteLine(line ?? "");

        Assert.True(line?.EndsWith("green", StringComparison.Ordinal), $"{fault}: {line ?? "nothing is told of it"}\n{run.Text("heal")}");
    }

    [Fact]
    public Task Each_journal_replays_to_the_same_decisions() => run.AssertJournalsReplayAsync();

    [Fact]
    public void No_private_key_is_in_any_log_journal_or_frame()
    {
        run.SkipWithoutMachine();
        foreach (var key in (string[])[run.Text("client").Trim(), run.Text("server").Trim()])
        {
            Assert.Equal(44, key.Length);
            var bytes = Convert.FromBase64String(key);
            Assert.DoesNotContain(run.Left, left => left.Text.Contains(key, StringComparison.Ordinal));
            Assert.DoesNotContain(run.Frames(), frame => frame.AsSpan().IndexOf(bytes) >= 0);
        }

        Assert.Contains(run.Frames(), frame => frame.AsSpan().IndexOf("wg0"u8) >= 0);
    }
}
