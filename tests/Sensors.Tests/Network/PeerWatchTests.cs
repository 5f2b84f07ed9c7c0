using System.Net;
using EventOps.Linux.WireGuard;
using EventOps.Sensors.Network;

namespace EventOps.Sensors.Tests.Network;

/// <summary>Which peers speak and which are silent, second by second.</summary>
public sealed class PeerWatchTests
{
    private static readonly IPEndPoint Here = IPEndPoint.Parse("[fdaa::2]:51820");
    private static readonly IPEndPoint Elsewhere = IPEndPoint.Parse("[fdaa::9]:51820");

    private readonly SteppedTime _time = new();
    private readonly PeerWatch _watch;
    private WireGuardPeer _peer;

    public PeerWatchTests()
    {
        _watch = new PeerWatch(_time);
        _peer = new WireGuardPeer(SecretKey.Generate().ToPublic()) { Endpoint = Here, KeepAlive = 25, LastHandshake = _time.GetUtcNow(), ReceivedBytes = 1000, SentBytes = 1000 };
        Look();
    }

    [Fact]
    public void A_peer_is_heard_once_something_came()
    {
        Assert.Equal((false, false), Look());
        _peer = _peer with { ReceivedBytes = 1032 };
        Assert.Equal((true, false), Look());
        Assert.Equal((true, false), After(60));
    }

    [Fact]
    public void An_endpoint_that_somebody_set_is_none_where_the_peer_was_heard()
    {
        Hear();
        _peer = _peer with { Endpoint = Elsewhere };
        Assert.Equal((false, false), Look());
        Assert.Equal((false, false), After(10));
        Hear();
        Assert.Equal((true, false), Look());
    }

    [Fact]
    public void An_endpoint_that_came_with_a_packet_is_the_peers_own()
    {
        Hear();
        _peer = _peer with { Endpoint = Elsewhere, ReceivedBytes = _peer.ReceivedBytes + 148 };
        Assert.Equal((true, false), Look());
    }

    [Fact]
    public void What_is_sent_wants_an_answer_within_fifteen_seconds_and_with_a_failing_probe_within_one()
    {
        Hear();
        Send(148);
        Assert.Equal((true, false), After(14));
        Assert.Equal((false, true), After(1));
        Hear();
        Assert.Equal((true, false), Look());
        Send(96);
        Assert.Equal((true, false), Look(isProbed: true));
        _time.Pass(1);
        Assert.Equal((false, true), Look(isProbed: true));
    }

    [Fact]
    public void An_empty_packet_asks_for_no_answer()
    {
        Hear();
        for (var i = 0; i < 4; i++)
        {
            Send(32);
            Assert.Equal((true, false), After(25));
        }
    }

    [Fact]
    public void A_session_that_is_not_renewed_ends_the_peers_word()
    {
        Hear();
        Assert.Equal((true, false), After(134));
        Assert.Equal((false, true), After(1));
        _peer = _peer with { LastHandshake = _time.GetUtcNow() };
        Hear();
        Assert.Equal((true, false), Look());
    }

    [Fact]
    public void A_wall_clock_that_is_set_makes_nobody_silent()
    {
        Hear();
        _time.SetWallClock(TimeSpan.FromDays(-1));
        Assert.Equal((true, false), After(60));
        _time.SetWallClock(TimeSpan.FromDays(2));
        Assert.Equal((true, false), After(60));
    }

    [Fact]
    public void A_peer_that_nobody_speaks_to_is_not_silent()
    {
        _peer = new WireGuardPeer(SecretKey.Generate().ToPublic()) { Endpoint = Here };
        Look();
        Assert.Equal((false, false), After(600));
    }

    [Fact]
    public void A_first_handshake_that_does_not_come_about_is_silence()
    {
        _peer = new WireGuardPeer(SecretKey.Generate().ToPublic()) { Endpoint = Here, KeepAlive = 25 };
        Assert.Equal((false, false), Look());
        Assert.Equal((false, true), After(10));
    }

    private (bool IsHeard, bool IsSilent) Look(bool isProbed = false) => _watch.Look("wg0", _peer, isProbed);

    private void Hear()
    {
        _peer = _peer with { ReceivedBytes = _peer.ReceivedBytes + 32 };
        Look();
    }

    private void Send(ulong bytes)
    {
        _peer = _peer with { SentBytes = _peer.SentBytes + bytes };
        Look();
    }

    private (bool IsHeard, bool IsSilent) After(int seconds)
    {
        _time.Pass(seconds);
        return Look();
    }

    /// <summary>A clock that goes when told.</summary>
    private sealed class SteppedTime : TimeProvider
    {
        private DateTimeOffset _wall = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public override DateTimeOffset GetUtcNow() => _wall;

        public void Pass(int seconds)
        {
            _ticks += seconds * TimeSpan.TicksPerSecond;
            _wall += TimeSpan.FromSeconds(seconds);
        }

        public void SetWallClock(TimeSpan by) => _wall += by;
    }
}
