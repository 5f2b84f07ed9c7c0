using System.Net;
using EventOps.Linux.Netlink;
using EventOps.Linux.Routing;

namespace EventOps.Linux.WireGuard;

/// <summary>Writes WG_CMD_SET_DEVICE's requests: one for the link itself, then one or more for each peer, so that none is too long.</summary>
internal static class DeviceWriter
{
    private const int MostAllowedIPs = 512;

    /// <param name="family">The number that the kernel gave "wireguard".</param>
    internal static IEnumerable<NetlinkRequest> Write(int family, string name, WireGuardChange change)
    {
        if (change.PrivateKey is not null || change.ListenPort is not null || change.FirewallMark is not null)
        {
            yield return Device(family, name, change);
        }

        foreach (var peer in change.Peers)
        {
            var networks = peer.IsRemoved ? [] : peer.AllowedIPs ?? [];
            yield return Peer(family, name, peer, [.. networks.Take(MostAllowedIPs)], isFirst: true);
            foreach (var more in networks.Skip(MostAllowedIPs).Chunk(MostAllowedIPs))
            {
                yield return Peer(family, name, new PeerChange(peer.PublicKey) { OnlyIfPresent = true }, more, isFirst: false);
            }
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

    private static NetlinkRequest Peer(int family, string name, PeerChange peer, IPNetwork[] networks, bool isFirst)
    {
        var replaces = isFirst && !peer.IsRemoved && peer.AllowedIPs is not null;
        var flags = (peer.IsRemoved ? WireGuardAttribute.RemoveMe : 0)
            | (replaces ? WireGuardAttribute.ReplaceAllowedIPs : 0)
            | (peer.OnlyIfPresent ? WireGuardAttribute.UpdateOnly : 0);
        return Begin(family, name).Nest(WireGuardAttribute.Peers, list => list.Nest(0, item =>
        {
            item.Bytes(WireGuardAttribute.PeerPublicKey, peer.PublicKey.ToBytes()).UInt32(WireGuardAttribute.PeerFlags, flags);
            if (peer.IsRemoved)
            {
                return;
            }

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
        }));
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
