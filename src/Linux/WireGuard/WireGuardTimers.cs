namespace EventOps.Linux.WireGuard;

/// <summary>WireGuard's own timers, the same on every host (whitepaper, section 6.1; drivers/net/wireguard/messages.h).</summary>
public static class WireGuardTimers
{
    /// <summary>REKEY_AFTER_TIME: the next packet that is sent renews a session of this age.</summary>
    public static readonly TimeSpan RekeyAfter = TimeSpan.FromSeconds(120);

    /// <summary>REKEY_TIMEOUT: a handshake that is not answered is tried again after this.</summary>
    public static readonly TimeSpan RekeyTimeout = TimeSpan.FromSeconds(5);

    /// <summary>KEEPALIVE_TIMEOUT: what was received is answered within this, though only by an empty packet.</summary>
    public static readonly TimeSpan KeepaliveTimeout = TimeSpan.FromSeconds(10);

    /// <summary>What is sent has been answered by then, or WireGuard itself tries a new handshake.</summary>
    public static readonly TimeSpan AnswerWithin = KeepaliveTimeout + RekeyTimeout;

    /// <summary>A session that is used has been renewed by then, with the tries that it takes: a handshake that is younger says that the peer was there.</summary>
    public static readonly TimeSpan RenewedWithin = RekeyAfter + AnswerWithin;
}
