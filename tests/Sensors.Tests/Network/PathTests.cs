using System.Net;
using EventOps.Linux.WireGuard;
using EventOps.Model;
using EventOps.Sensors.Network;

namespace EventOps.Sensors.Tests.Network;

/// <summary>Which paths are tried, what is found of them, and for how long that is believed.</summary>
public sealed class PathTests
{
    private static readonly PathMtu Narrow = new("wg0", 1296, 1340, "192.168.0.1");

    private static readonly NetworkPolicy Policy = new()
    {
        Links = [new WantedLink("eth0", 1420, false), new WantedLink("wg0", 1340, true)],
        Addresses = [new WantedAddress("wg0", Cidr.Parse("192.168.0.2/24"))],
        Peers = [new WantedPeer("wg0", SecretKey.Generate().ToPublic().ToString(), "192.168.0.0/28, 192.168.0.1/32", 25)],
    };

    [Theory]
    [InlineData(576, 1340, 1339, 1328)]
    [InlineData(576, 1340, 1296, 1296)]
    [InlineData(576, 1340, 1295, 1280)]
    [InlineData(576, 1340, 577, 576)]
    [InlineData(1280, 1340, 1290, 1280)]
    [InlineData(1280, 1340, 1279, null)]
    [InlineData(576, 577, 576, 576)]
    [InlineData(576, 576, 576, null)]
    [InlineData(576, 65535, 65000, 64992)]
    public void The_largest_size_is_found_that_comes_through(int least, int most, int carried, int? found)
    {
        var asked = 0;
        Assert.Equal(found, PathSearch.Largest(least, most, size => ++asked > 0 && size <= carried));
        Assert.InRange(asked, 0, 14);
    }

    [Fact]
    public void A_path_is_tried_whose_peer_should_be_there_and_has_an_address_of_its_own()
    {
        var path = Assert.Single(PathSensor.PathsOf(Policy));
        Assert.Equal((IPAddress.Parse("192.168.0.1"), 576, 1340), (path.Host, path.Least, path.Mtu));
        Assert.Empty(PathSensor.PathsOf(Policy with { Peers = [Policy.Peers[0] with { Keepalive = 0 }] }));
        Assert.Empty(PathSensor.PathsOf(Policy with { Peers = [Policy.Peers[0] with { Allowed = "192.168.0.0/28" }] }));
        Assert.Empty(PathSensor.PathsOf(Policy with { Links = [new WantedLink("wg0", 0, true)] }));
    }

    [Fact]
    public void A_tunnel_that_carries_IPv6_keeps_what_that_needs()
    {
        var both = Policy with { Addresses = [.. Policy.Addresses, new WantedAddress("wg0", Cidr.Parse("fdbb::2/64"))] };
        Assert.Equal(1280, Assert.Single(PathSensor.PathsOf(both)).Least);
        Assert.Empty(PathSensor.PathsOf(both with { Links = [new WantedLink("wg0", 1280, true)] }));
    }

    [Fact]
    public void What_was_found_is_believed_for_ever_longer_until_the_path_is_wide()
    {
        var (state, now) = (new PathState(), DateTimeOffset.UnixEpoch);
        foreach (var minutes in (double[])[10, 20, 40])
        {
            state.Take(Narrow, now);
            now += TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1);
            state.Forget(now);
            Assert.Equal(Narrow, state.Narrow);
            now += TimeSpan.FromSeconds(1);
            state.Forget(now);
            Assert.Null(state.Narrow);
        }

        state.Take(null, now);
        state.Take(Narrow, now);
        state.Forget(now + PathSensor.RaisedAfter);
        Assert.Null(state.Narrow);
    }
}
