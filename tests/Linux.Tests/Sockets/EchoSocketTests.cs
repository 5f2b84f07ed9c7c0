using System.Net;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.Sockets;
using EventOps.Linux.Tests.Routing;

namespace EventOps.Linux.Tests.Sockets;

/// <summary>Echoes of an exact size between two network namespaces, and answers that are none.</summary>
public sealed class EchoSocketTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);

    [Theory]
    [InlineData("10.9.0.2")]
    [InlineData("fdaa::2")]
    public void Packets_come_back_whole_up_to_what_both_ends_take(string host)
    {
        using var hosts = new TwoHosts();
        using var stop = new EventDescriptor();
        using var echo = EchoSocket.Open(hosts.Here, "eth0", IPAddress.Parse(host));
        Assert.True(echo.Ask(1500, Patience, stop));
        Assert.True(echo.Ask(EchoSocket.LeastSize, Patience, stop));
        Assert.False(echo.Ask(1501, Short, stop));

        // The other end drops what is larger than its link takes, and says nothing.
        hosts.Remote.SetLinkMtu(hosts.Remote.FindLink("eth0")!.Index, 1300);
        Assert.False(echo.Ask(1500, Short, stop));
        Assert.True(echo.Ask(1300, Patience, stop));
        Assert.Throws<ArgumentOutOfRangeException>(() => echo.Ask(EchoSocket.LeastSize - 1, Short, stop));
    }

    [Fact]
    public void One_that_is_to_stop_waits_no_longer()
    {
        using var hosts = new TwoHosts();
        using var stop = new EventDescriptor();
        using var echo = EchoSocket.Open(hosts.Here, "eth0", IPAddress.Parse("10.9.0.77"));
        stop.Set();
        Assert.False(echo.Ask(100, TimeSpan.FromMinutes(10), stop));
    }

    [Fact]
    public void A_link_that_is_not_there_is_refused()
    {
        Root.Require();
        using var network = NetworkNamespace.CreateUnnamed();
        Assert.Equal(Errno.ENODEV, Assert.Throws<LinuxException>(() => EchoSocket.Open(network, "wg0", IPAddress.Loopback)).Errno);
    }

    [Fact]
    public void Only_the_answer_to_what_was_asked_is_one()
    {
        byte[] request = [8, 0, 1, 2, 0, 0, 0, 1, 9, 9, 9, 9];
        byte[] answer = [0, 0, 3, 4, 0, 0, 0, 1, 9, 9, 9, 9];
        byte[] header = [0x45, .. new byte[19]];
        Assert.True(EchoSocket.IsAnswer([.. header, .. answer], request, isIPv6: false));
        Assert.True(EchoSocket.IsAnswer([129, .. answer[1..]], request, isIPv6: true));
        Assert.False(EchoSocket.IsAnswer(answer, request, isIPv6: true));
        Assert.False(EchoSocket.IsAnswer([.. header, .. request], request, isIPv6: false));
        Assert.False(EchoSocket.IsAnswer([.. header, .. answer[..^1]], request, isIPv6: false));
        Assert.False(EchoSocket.IsAnswer([.. header, .. answer[..^1], 8], request, isIPv6: false));
    }

    [Theory]
    [InlineData("")]
    [InlineData("45")]
    [InlineData("4F00000000000000000000000000000000000000")]
    [InlineData("4100000000000000000000000000000000000000")]
    [InlineData("4500000000000000000000000000000000000000")]
    public void Packets_that_are_cut_short_are_no_answer(string hex)
    {
        Assert.False(EchoSocket.IsAnswer(Convert.FromHexString(hex), new byte[12], isIPv6: false));
        Assert.False(EchoSocket.IsAnswer(Convert.FromHexString(hex), new byte[12], isIPv6: true));
    }

    /// <summary>The example of RFC 1071, section 3.</summary>
    [Fact]
    public void The_checksum_is_that_of_the_standard() =>
        Assert.Equal(0xffff - 0xddf2, EchoSocket.Checksum([0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7]));
}
