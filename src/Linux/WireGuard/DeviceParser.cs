using System.Net;
using System.Runtime.InteropServices;
using EventOps.Linux.Netlink;
using EventOps.Linux.Routing;

namespace EventOps.Linux.WireGuard;

/// <summary>Reads WG_CMD_GET_DEVICE's messages and joins what the kernel had to split. Keys that are secret are dropped here.</summary>
internal static class DeviceParser
{
    /// <summary>Reads one message: the device with what fits into it of its peers.</summary>
    /// <returns>Null when malformed.</returns>
    internal static WireGuardDevice? Parse(ReadOnlySpan<byte> payload)
    {
        // struct genlmsghdr
        if (payload.Length < 4)
        {
            return null;
        }

        var device = new WireGuardDevice { Name = "" };
        var peers = new List<WireGuardPeer>();
        var reader = new AttributeReader(payload[4..]);
        while (reader.Read())
        {
            switch (reader.Type)
            {
                case WireGuardAttribute.Name: device = device with { Name = reader.GetText() }; break;
                case WireGuardAttribute.PublicKey: device = device with { PublicKey = Key(ref reader) }; break;
                case WireGuardAttribute.ListenPort: device = device with { ListenPort = reader.GetUInt16() }; break;
                case WireGuardAttribute.FirewallMark: device = device with { FirewallMark = reader.GetUInt32() }; break;
                case WireGuardAttribute.Peers: ReadPeers(ref reader, peers); break;
            }
        }

        return reader.IsMalformed || device.Name.Length == 0 ? null : device with { Peers = peers };
    }

    /// <returns>Null when the message tells none.</returns>
    internal static SecretKey? PrivateKeyOf(ReadOnlySpan<byte> payload)
    {
        var reader = new AttributeReader(payload.Length < 4 ? default : payload[4..]);
        while (reader.Read())
        {
            if (reader.Type == WireGuardAttribute.PrivateKey && reader.Value.Length == WireGuardKey.Length && reader.Value.ContainsAnyExcept((byte)0))
            {
                return SecretKey.FromBytes(reader.Value);
            }
        }

        return null;
    }

    /// <summary>A peer whose allowed IPs did not fit stands again in the next part, with its key and the rest of them.</summary>
    /// <returns>Null when there is no part.</returns>
    internal static WireGuardDevice? Join(IReadOnlyList<WireGuardDevice> parts)
    {
        var peers = new List<WireGuardPeer>();
        foreach (var peer in parts.SelectMany(part => part.Peers))
        {
            if (peers.Count > 0 && peers[^1].PublicKey == peer.PublicKey)
            {
                peers[^1] = peers[^1] with { AllowedIPs = [.. peers[^1].AllowedIPs, .. peer.AllowedIPs] };
            }
            else
            {
                peers.Add(peer);
            }
        }

        return parts.Count == 0 ? null : parts[0] with { Peers = peers };
    }

    private static void ReadPeers(ref AttributeReader reader, List<WireGuardPeer> peers)
    {
        var list = reader.Nested();
        while (list.Read())
        {
            if (ReadPeer(ref list) is { } peer)
            {
                peers.Add(peer);
            }
        }

        reader.Join(list);
    }

    private static WireGuardPeer? ReadPeer(ref AttributeReader list)
    {
        WireGuardKey? key = null;
        var peer = new WireGuardPeer(default(WireGuardKey));
        var reader = list.Nested();
        while (reader.Read())
        {
            switch (reader.Type)
            {
                case WireGuardAttribute.PeerPublicKey: key = Key(ref reader); break;
                case WireGuardAttribute.PeerPresharedKey: peer = peer with { Preshared = SecretMark.Of(reader.Value) }; break;
                case WireGuardAttribute.PeerEndpoint: peer = peer with { Endpoint = SocketAddresses.Read(reader.Value) }; break;
                case WireGuardAttribute.PeerKeepAlive: peer = peer with { KeepAlive = reader.GetUInt16() }; break;
                case WireGuardAttribute.PeerLastHandshake: peer = peer with { LastHandshake = Time(ref reader) }; break;
                case WireGuardAttribute.PeerReceived: peer = peer with { ReceivedBytes = reader.GetUInt64() }; break;
                case WireGuardAttribute.PeerSent: peer = peer with { SentBytes = reader.GetUInt64() }; break;
                case WireGuardAttribute.PeerAllowedIPs: peer = peer with { AllowedIPs = ReadAllowedIPs(ref reader) }; break;
            }
        }

        list.Join(reader);
        if (key is null)
        {
            list.Reject();
            return null;
        }

        return peer with { PublicKey = key.Value };
    }

    private static List<IPNetwork> ReadAllowedIPs(ref AttributeReader reader)
    {
        var networks = new List<IPNetwork>();
        var list = reader.Nested();
        while (list.Read())
        {
            var (family, length) = ((ushort)0, (byte)0);
            ReadOnlySpan<byte> address = default;
            var inner = list.Nested();
            while (inner.Read())
            {
                switch (inner.Type)
                {
                    case WireGuardAttribute.AllowedFamily: family = inner.GetUInt16(); break;
                    case WireGuardAttribute.AllowedAddress: address = inner.Value; break;
                    case WireGuardAttribute.AllowedLength: length = inner.GetByte(); break;
                }
            }

            list.Join(inner);
            var network = family is KernelFamily.IPv4 or KernelFamily.IPv6 && !address.IsEmpty ? KernelFamily.Network((byte)family, address, length) : null;
            if (network is { } sound)
            {
                networks.Add(sound);
            }
            else
            {
                list.Reject();
            }
        }

        reader.Join(list);
        return networks;
    }

    private static WireGuardKey? Key(ref AttributeReader reader)
    {
        if (reader.Value.Length == WireGuardKey.Length)
        {
            return reader.Value.ContainsAnyExcept((byte)0) ? new WireGuardKey(reader.Value) : null;
        }

        reader.Reject();
        return null;
    }

    /// <summary>struct __kernel_timespec; zero when there was no handshake.</summary>
    private static DateTimeOffset? Time(ref AttributeReader reader)
    {
        if (reader.Value.Length == 16)
        {
            return HandshakeTime.Of(MemoryMarshal.Read<long>(reader.Value), MemoryMarshal.Read<long>(reader.Value[8..]));
        }

        reader.Reject();
        return null;
    }
}
