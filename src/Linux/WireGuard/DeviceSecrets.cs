using EventOps.Linux.Netlink;

namespace EventOps.Linux.WireGuard;

/// <summary>Zeroes the secret keys in a datagram of generic netlink, in place. What cannot be read to its end might hide one, and is zeroed whole.</summary>
internal static class DeviceSecrets
{
    private const int GenericHeader = 4;

    /// <summary>The controller, which only tells of families (GENL_ID_CTRL).</summary>
    private const int Controller = 16;

    /// <summary>In an error: errno and the header of the request, before the request itself.</summary>
    private const int ErrorHeader = sizeof(int) + NetlinkMessageReader.HeaderLength;

    internal static void Erase(Span<byte> datagram)
    {
        var reader = new NetlinkMessageReader(datagram);
        while (reader.Read())
        {
            if (reader.Type == NetlinkAnswer.ErrorType)
            {
                // A kernel that does not cap its errors repeats the whole request, which may hold a key that was to be set.
                var isCapped = reader.Flags.HasFlag(NetlinkFlags.Capped);
                Zero(datagram, isCapped || reader.Payload.Length < ErrorHeader ? default : reader.Payload[ErrorHeader..]);
            }
            else if (reader.Type > Controller && !EraseDevice(datagram, reader.Payload))
            {
                Zero(datagram, reader.Payload);
            }
        }

        if (reader.IsMalformed)
        {
            datagram.Clear();
        }
    }

    private static bool EraseDevice(Span<byte> datagram, ReadOnlySpan<byte> payload)
    {
        if (payload.Length < GenericHeader)
        {
            return false;
        }

        var isSound = true;
        var device = new AttributeReader(payload[GenericHeader..]);
        while (device.Read())
        {
            if (device.Type == WireGuardAttribute.PrivateKey)
            {
                Zero(datagram, device.Value);
            }
            else if (device.Type == WireGuardAttribute.Peers)
            {
                isSound &= ErasePeers(datagram, device.Nested());
            }
        }

        return isSound && !device.IsMalformed;
    }

    private static bool ErasePeers(Span<byte> datagram, AttributeReader peers)
    {
        var isSound = true;
        while (peers.Read())
        {
            var peer = peers.Nested();
            while (peer.Read())
            {
                Zero(datagram, peer.Type == WireGuardAttribute.PeerPresharedKey ? peer.Value : default);
            }

            isSound &= !peer.IsMalformed;
        }

        return isSound && !peers.IsMalformed;
    }

    /// <param name="part">A part of the datagram.</param>
    private static void Zero(Span<byte> datagram, ReadOnlySpan<byte> part)
    {
        if (((ReadOnlySpan<byte>)datagram).Overlaps(part, out var offset))
        {
            datagram.Slice(offset, part.Length).Clear();
        }
    }
}
