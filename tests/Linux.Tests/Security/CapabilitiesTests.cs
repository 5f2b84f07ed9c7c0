using EventOps.Linux.Security;

namespace EventOps.Linux.Tests.Security;

public sealed class CapabilitiesTests
{
    [Fact]
    public void A_missing_capability_is_seen_as_missing()
    {
        // Bit 24 is the one that is not set in CapEff.
        var parsed = Capabilities.Parse("Name:\tx\nCapEff:\t000001fffeffffff\nCapBnd:\t0000000000200000\n");
        Assert.False(parsed.Has(Capability.SysResource));
        Assert.True(parsed.Has(Capability.SysAdmin) && parsed.Has(Capability.Mknod));
        Assert.True(parsed.CouldHave(Capability.SysAdmin));
        Assert.False(parsed.CouldHave(Capability.NetAdmin));
    }

    [Fact]
    public void The_own_status_is_readable_and_a_broken_one_refused()
    {
        Assert.NotEqual(0UL, Capabilities.Read().Bounding);
        Assert.Throws<FormatException>(() => Capabilities.Parse("CapEff:\tzz\n"));
    }

    [Fact]
    public void A_thread_can_be_given_another_place_in_the_scheduler()
    {
        var (nice, slack) = (false, "");
        var thread = new Thread(() =>
        {
            nice = Scheduling.RaiseCurrentThread(5);
            var number = Path.GetFileName(new FileInfo("/proc/thread-self").LinkTarget!);
            slack = Scheduling.SetTimerSlack(1000) ? File.ReadAllText($"/proc/{number}/timerslack_ns").Trim() : "refused";
        });
        thread.Start();
        thread.Join();
        Assert.Equal((true, "1000"), (nice, slack));
    }
}
