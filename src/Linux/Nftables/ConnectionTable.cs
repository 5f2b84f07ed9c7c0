using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.Netlink;

namespace EventOps.Linux.Nftables;

/// <summary>A connection that the kernel tracks.</summary>
/// <param name="Protocol">Of IP: 6 is TCP, 17 UDP.</param>
/// <param name="DestinationPort">As the packet that began it had it, before any translation; 0 when the protocol has none.</param>
/// <param name="IsTranslated">Its packets get other addresses or ports.</param>
public sealed record TrackedConnection(byte Protocol, int DestinationPort, bool IsTranslated);

/// <summary>The connections that a network namespace tracks (ctnetlink, linux/netfilter/nfnetlink_conntrack.h), as far as they must be forgotten.</summary>
public static class ConnectionTable
{
    /// <summary>Has the kernel forget those meant: their next packet begins a connection by the rules of then.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="LinuxException">The kernel lacks ctnetlink (module nf_conntrack_netlink), or refused.</exception>
    public static int Forget(NetworkNamespace network, Func<TrackedConnection, bool> isMeant)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(isMeant);
        using var client = new NetlinkClient(network.Run(() => NetlinkSocket.Open(NetlinkProtocol.Netfilter)));
        var found = client.Dump(
            new NetlinkRequest(ConnectionEntry.Type(ConnectionEntry.Get), NetlinkFlags.Dump).Fixed(stackalloc byte[ConnectionEntry.HeaderLength]),
            "IPCTNL_MSG_CT_GET", "tracked connections", (in NetlinkMessageReader message) => ConnectionEntry.Parse(message));
        var forgotten = 0;
        foreach (var entry in found.Where(e => isMeant(e.Connection)))
        {
            var answer = client.Ask(entry.DeleteRequest(), "IPCTNL_MSG_CT_DELETE", "a tracked connection", null);
            if (answer.Errno != Errno.ENOENT)
            {
                NetlinkClient.ThrowIfRefused(answer, "IPCTNL_MSG_CT_DELETE", "a tracked connection");
                forgotten++;
            }
        }

        return forgotten;
    }
}
