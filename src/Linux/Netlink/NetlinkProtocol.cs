namespace EventOps.Linux.Netlink;

/// <summary>The kernel's part that a netlink socket talks to (linux/netlink.h).</summary>
public enum NetlinkProtocol
{
    /// <summary>Links, addresses, routes, policy rules, neighbours: rtnetlink(7).</summary>
    Route = 0,

    /// <summary>Sockets of other protocols: sock_diag(7).</summary>
    SocketDiagnosis = 4,

    /// <summary>nftables and connection tracking.</summary>
    Netfilter = 12,

    /// <summary>Families found by name, WireGuard's among them.</summary>
    Generic = 16,
}
