using System.Net;
using EventOps.Linux.WireGuard;

namespace EventOps.Sensors.Network;

/// <summary>
/// Tells from look to look which peers speak and which are silent, by what WireGuard's own timers allow (whitepaper, section 6): a session is renewed after 120 s, and
/// what is sent is answered within 10 s though only by an empty packet. By the monotonic clock; of the wall clock only once for each handshake.
/// </summary>
internal sealed class PeerWatch(TimeProvider time)
{
    /// <summary>With a probe through the tunnel that is not answered, nobody needs to wait for the timers.</summary>
    internal static readonly TimeSpan ProbeAnswerWithin = TimeSpan.FromSeconds(1);

    /// <summary>A first handshake takes a few tries at most.</summary>
    internal static readonly TimeSpan FirstWithin = TimeSpan.FromSeconds(10);

    /// <summary>An empty packet, which asks for no answer.</summary>
    private const ulong KeepalivePacket = 32;

    private readonly Dictionary<(string, WireGuardKey), Seen> _peers = [];

    /// <param name="isProbed">A probe whose packets go to this peer is not answered.</param>
    public (bool IsHeard, bool IsSilent) Look(string tunnel, WireGuardPeer peer, bool isProbed)
    {
        var now = time.GetTimestamp();
        if (!_peers.TryGetValue((tunnel, peer.PublicKey), out var seen) || peer.ReceivedBytes < seen.Received || peer.SentBytes < seen.Sent)
        {
            // Unknown, or made anew.
            _peers[(tunnel, peer.PublicKey)] = seen = new Seen { Since = now, Handshake = peer.LastHandshake, HandshakeAt = Began(peer, now) };
        }
        else
        {
            Follow(seen, peer, now);
        }

        (seen.Received, seen.Sent, seen.Endpoint) = (peer.ReceivedBytes, peer.SentBytes, peer.Endpoint);
        var isSilent = IsSilent(seen, peer, isProbed, now);
        return (seen.IsHeardHere && !isSilent && peer.Endpoint is not null, isSilent);
    }

    /// <summary>Forgets the peers of a link that is gone.</summary>
    public void Forget(string tunnel)
    {
        foreach (var key in _peers.Keys.Where(k => k.Item1 == tunnel).ToList())
        {
            _peers.Remove(key);
        }
    }

    private static void Follow(Seen seen, WireGuardPeer peer, long now)
    {
        var isHeard = peer.ReceivedBytes > seen.Received;
        if (isHeard)
        {
            seen.UnansweredSince = null;
        }
        else if (peer.SentBytes > seen.Sent && peer.SentBytes - seen.Sent != KeepalivePacket)
        {
            seen.UnansweredSince ??= now;
        }

        // Where its endpoint changed and nothing came, somebody set it.
        seen.IsHeardHere = isHeard || (seen.IsHeardHere && Equals(peer.Endpoint, seen.Endpoint));
        if (peer.LastHandshake != seen.Handshake)
        {
            (seen.Handshake, seen.HandshakeAt) = (peer.LastHandshake, peer.LastHandshake is null ? null : now);
        }
    }

    private bool IsSilent(Seen seen, WireGuardPeer peer, bool isProbed, long now)
    {
        if (seen.UnansweredSince is { } since && time.GetElapsedTime(since, now) >= (isProbed ? ProbeAnswerWithin : WireGuardTimers.AnswerWithin))
        {
            return true;
        }

        return peer is { KeepAlive: > 0, Endpoint: not null } && (seen.HandshakeAt is { } at
            ? time.GetElapsedTime(at, now) >= RenewedWithin(peer.KeepAlive)
            : time.GetElapsedTime(seen.Since, now) >= FirstWithin);
    }

    /// <summary>The first keepalive behind <see cref="WireGuardTimers.RekeyAfter"/> renews the session.</summary>
    private static TimeSpan RenewedWithin(int keepalive)
    {
        var renews = TimeSpan.FromSeconds(Math.Ceiling(WireGuardTimers.RekeyAfter.TotalSeconds / keepalive) * keepalive);
        return renews + FirstWithin > WireGuardTimers.RenewedWithin ? renews + FirstWithin : WireGuardTimers.RenewedWithin;
    }

    /// <summary>When the last handshake was, by the monotonic clock; a wall clock that was set since can only make it younger.</summary>
    private long? Began(WireGuardPeer peer, long now)
    {
        if (peer.LastHandshake is not { } handshake)
        {
            return null;
        }

        var age = time.GetUtcNow() - handshake;
        return age > TimeSpan.Zero ? now - (long)(age.TotalSeconds * time.TimestampFrequency) : now;
    }

    private sealed class Seen
    {
        public long Since { get; init; }

        public IPEndPoint? Endpoint { get; set; }

        public ulong Received { get; set; }

        public ulong Sent { get; set; }

        public DateTimeOffset? Handshake { get; set; }

        public long? HandshakeAt { get; set; }

        /// <summary>The first packet of which no answer has come yet.</summary>
        public long? UnansweredSince { get; set; }

        public bool IsHeardHere { get; set; }
    }
}
