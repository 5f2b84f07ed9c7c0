using System.Net;
using EventOps.Linux.Netlink;
using EventOps.Linux.Routing;

namespace EventOps.Linux.WireGuard;

/// <summary>
/// Writes WG_CMD_SET_DEVICE's requests: one for the link itself, then one or more for each peer, so that none is too long. What is taken away goes
/// along with the peer behind it: the kernel carries a request out under its lock, and one that is taken away and put back is missed by nobody who looks.
/// </summary>
internal static class DeviceWriter
{
    private const int MostAllowedIPs = 512;
    private const int MostRemoved = 256;

    /// <param name="family">The number that the kernel gave "wireguard".</param>
    internal static IEnumerable<NetlinkRequest> Write(int family, string name, WireGuardChange change)
    {
        if (change.PrivateKey is not null || change.ListenPort is not null || change.FirewallMark is not null)
        {
            yield return Device(family, name, change);
        }

        var removed = new List<PeerChange>();
        foreach (var peer in change.Peers)
        {
            if (removed.Count == MostRemoved)
            {
                yield return Begin(family, name).Nest(WireGuardAttribute.Peers, list => Remove(list, removed));
                removed.Clear();
            }

            if (peer.IsRemoved)
            {
                removed.Add(peer);
                continue;
            }

            var networks = peer.AllowedIPs ?? [];
            yield return Begin(family, name).Nest(WireGuardAttribute.Peers, list =>
            {
                Remove(list, removed);
                Set(list, peer, [.. networks.Take(MostAllowedIPs)], isFirst: true);
            });
            removed.Clear();
            foreach (var more in networks.Skip(MostAllowedIPs).Chunk(MostAllowedIPs))
            {
                yield return Begin(family, name).Nest(
                    WireGuardAttribute.Peers, list => Set(list, new PeerChange(peer.PublicKey) { OnlyIfPresent = true }, more, isFirst: false));
            }
        }

        if (removed.Count > 0)
        {
            yield return Begin(family, name).Nest(WireGuardAttribute.Peers, list => Remove(list, removed));
        }
    }

    private static NetlinkRequest Begin(int family, string name) => new NetlinkRequest(family, NetlinkFlags.Acknowledge)
        .Fixed([WireGuardAttribute.SetDevice, WireGuardAttribute.Version, 0, 0])
        .Text(WireGuardAttribute.Name, name);

    private static NetlinkRequest Device(int family, string name, WireGuardChange change)
    {
        var request = Begin(family, name);
        if (change.PrivateKey is { } key)
        {
            request.Bytes(WireGuardAttribute.PrivateKey, key.Bytes);
        }

        if (change.ListenPort is { } port)
        {
            request.UInt16(WireGuardAttribute.ListenPort, port);
        }

        return change.FirewallMark is { } mark ? request.UInt32(WireGuardAttribute.FirewallMark, mark) : request;
    }

    private static void Remove(NetlinkRequest list, List<PeerChange> peers)
    {
        foreach (var peer in peers)
        {
            list.Nest(0, item => Key(item, peer, WireGuardAttribute.RemoveMe));
        }
    }

    private static void Key(NetlinkRequest item, PeerChange peer, uint flags) =>
        item.Bytes(WireGuardAttribute.PeerPublicKey, peer.PublicKey.ToBytes()).UInt32(WireGuardAttribute.PeerFlags, flags);

    private static void Set(NetlinkRequest list, PeerChange peer, IPNetwork[] networks, bool isFirst)
    {
        var replaces = isFirst && peer.AllowedIPs is not null;
        var flags = (replaces ? WireGuardAttribute.ReplaceAllowedIPs : 0) | (peer.OnlyIfPresent ? WireGuardAttribute.UpdateOnly : 0);
        list.Nest(0, item =>
        {
            Key(item, peer, flags);
            if (peer.PresharedKey is { } key)
            {
                item.Bytes(WireGuardAttribute.PeerPresharedKey, key.Bytes);
            }

            if (peer.Endpoint is { } endpoint)
            {
                item.Bytes(WireGuardAttribute.PeerEndpoint, SocketAddresses.Write(endpoint));
            }

            if (peer.KeepAlive is { } seconds)
            {
                item.UInt16(WireGuardAttribute.PeerKeepAlive, checked((ushort)seconds));
            }

            if (networks.Length > 0)
            {
                item.Nest(WireGuardAttribute.PeerAllowedIPs, all => AllowedIPs(all, networks));
            }
        });
    }

    private static void AllowedIPs(NetlinkRequest all, IPNetwork[] networks)
    {
        foreach (var network in networks)
        {
            all.Nest(0, one => one
                .UInt16(WireGuardAttribute.AllowedFamily, KernelFamily.Of(network.BaseAddress.AddressFamily))
                .Address(WireGuardAttribute.AllowedAddress, network.BaseAddress)
                .Byte(WireGuardAttribute.AllowedLength, (byte)network.PrefixLength));
        }
    }
}
