using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.Netlink;

namespace EventOps.Linux.Nftables;

/// <summary>Hears changes of nftables, iptables-nft's among them, in a network namespace.</summary>
public sealed class NftMonitor : NetlinkMonitor<NftChange>
{
    private const int Group = 7;

    private NftMonitor(NetlinkSocket socket)
        : base(socket, Take)
    {
    }

    /// <param name="receiveBuffer">In bytes.</param>
    /// <exception cref="LinuxException">The kernel refused the socket.</exception>
    public static NftMonitor Open(NetworkNamespace network, int receiveBuffer = 8 << 20) => new(Join(network, NetlinkProtocol.Netfilter, receiveBuffer, [Group]));

    internal static bool Take(ReadOnlySpan<byte> datagram, ICollection<NftChange> changes)
    {
        var isSound = true;
        var reader = new NetlinkMessageReader(datagram);
        while (reader.Read())
        {
            if (NftChange.Parse(reader, out var isMalformed) is { } change)
            {
                changes.Add(change);
            }

            isSound &= !isMalformed;
        }

        return isSound && !reader.IsMalformed;
    }
}
