using System.Net;

namespace EventOps.Linux.WireGuard;

/// <summary>A WireGuard link as it is. Holds no secret.</summary>
public sealed record WireGuardDevice
{
    public required string Name { get; init; }

    /// <summary>Null when it has no private key.</summary>
    public WireGuardKey? PublicKey { get; init; }

    /// <summary>Of UDP; 0 when it listens nowhere yet.</summary>
    public ushort ListenPort { get; init; }

    /// <summary>On its outer packets; 0 for none.</summary>
    public uint FirewallMark { get; init; }

    public IReadOnlyList<WireGuardPeer> Peers { get; init; } = [];

    public WireGuardPeer? Peer(WireGuardKey key) => Peers.FirstOrDefault(peer => peer.PublicKey == key);
}

/// <summary>A peer of a WireGuard link.</summary>
public sealed record WireGuardPeer(WireGuardKey PublicKey)
{
    /// <summary>Whether and which preshared key it has; compare with <see cref="SecretKey.Mark"/>.</summary>
    public SecretMark Preshared { get; init; }

    /// <summary>Where its last packet came from, or where it was set to be; null when it is not known.</summary>
    public IPEndPoint? Endpoint { get; init; }

    /// <summary>In seconds; 0 for off.</summary>
    public int KeepAlive { get; init; }

    /// <summary>Where packets inside the tunnel may come from and are sent to. Each belongs to one peer of the link only: the last that claims it.</summary>
    public IReadOnlyList<IPNetwork> AllowedIPs { get; init; } = [];

    /// <summary>By this host's wall clock, which may have been set since; null when there was none.</summary>
    public DateTimeOffset? LastHandshake { get; init; }

    public ulong ReceivedBytes { get; init; }

    /// <summary>Rises even when this host's own firewall drops what is sent.</summary>
    public ulong SentBytes { get; init; }
}

/// <summary>What to change of a link; what is null stays.</summary>
public sealed record WireGuardChange
{
    public SecretKey? PrivateKey { get; init; }

    /// <summary>0 lets the kernel choose. EADDRINUSE: another has it.</summary>
    public ushort? ListenPort { get; init; }

    /// <summary>0 for none.</summary>
    public uint? FirewallMark { get; init; }

    /// <summary>In this order; peers not named stay as they are.</summary>
    public IReadOnlyList<PeerChange> Peers { get; init; } = [];
}

/// <summary>What to change of a peer, which is made when it is not there; what is null stays.</summary>
public sealed record PeerChange(WireGuardKey PublicKey)
{
    /// <summary>Takes the peer away; all else is ignored.</summary>
    public bool IsRemoved { get; init; }

    /// <summary>Does nothing when the peer is not there.</summary>
    public bool OnlyIfPresent { get; init; }

    /// <summary>All zero takes it away.</summary>
    public SecretKey? PresharedKey { get; init; }

    public IPEndPoint? Endpoint { get; init; }

    /// <summary>In seconds, to 65535; 0 for off.</summary>
    public int? KeepAlive { get; init; }

    /// <summary>In place of all that it has; taken from other peers that have them.</summary>
    public IReadOnlyList<IPNetwork>? AllowedIPs { get; init; }
}
