using EventOps.Linux.Sockets;

namespace EventOps.Linux.Tests.Sockets;

/// <summary>Control messages as the kernel writes them, and cut short.</summary>
public sealed class IcmpErrorTests
{
    // cmsghdr of 48 bytes (IP_RECVERR), sock_extended_err of ICMP 3/13, offender 10.9.0.2.
    private const string Prohibited = "3000000000000000000000000b000000" + "71000000" + "02030d00" + "0000000000000000" + "020000000a0900020000000000000000";

    [Fact]
    public void An_error_is_found_behind_other_messages()
    {
        var wanted = new IcmpError(false, 3, 13);
        Assert.Equal(wanted, IcmpError.Parse(Convert.FromHexString(Prohibited)));
        Assert.Equal(wanted, IcmpError.Parse(Convert.FromHexString("14000000000000000100000002000000" + "0000000000000000" + Prohibited)));
        Assert.True(wanted.IsRejection);
    }

    [Fact]
    public void One_that_is_cut_short_or_of_this_host_itself_is_none()
    {
        var whole = Convert.FromHexString(Prohibited);
        Assert.All(Enumerable.Range(0, whole.Length), length => Assert.Null(IcmpError.Parse(whole.AsSpan(0, length))));
        whole[20] = 1;
        Assert.Null(IcmpError.Parse(whole));
    }

    [Theory]
    [InlineData(false, 3, 0, false)]
    [InlineData(false, 3, 1, false)]
    [InlineData(false, 3, 3, true)]
    [InlineData(false, 3, 10, true)]
    [InlineData(false, 11, 0, false)]
    [InlineData(true, 1, 0, false)]
    [InlineData(true, 1, 1, true)]
    [InlineData(true, 1, 3, false)]
    [InlineData(true, 1, 4, true)]
    [InlineData(true, 3, 1, false)]
    public void What_cannot_be_reached_is_told_from_what_is_rejected(bool isIPv6, byte type, byte code, bool isRejection) =>
        Assert.Equal(isRejection, new IcmpError(isIPv6, type, code).IsRejection);
}
