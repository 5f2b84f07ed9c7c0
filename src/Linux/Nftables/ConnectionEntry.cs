using EventOps.Linux.Netlink;

namespace EventOps.Linux.Nftables;

/// <summary>An entry as ctnetlink tells it, with what names it there: the addresses and ports of its first packet, its number, its zone.</summary>
internal sealed record ConnectionEntry(TrackedConnection Connection, byte Family, byte[] Original, byte[] Number, byte[] Zone)
{
    /// <summary>struct nfgenmsg.</summary>
    internal const int HeaderLength = 4;

    internal const int Get = 1;

    private const int Subsystem = 1;
    private const int New = 0;
    private const int Delete = 2;

    // CTA_*, CTA_TUPLE_PROTO, CTA_PROTO_*.
    private const int OriginalAttribute = 1;
    private const int StatusAttribute = 3;
    private const int NumberAttribute = 12;
    private const int ZoneAttribute = 18;
    private const int ProtocolPart = 2;
    private const int ProtocolNumber = 1;
    private const int DestinationPort = 3;
    private const int NestedBit = 0x8000;

    // IPS_SRC_NAT and IPS_DST_NAT.
    private const uint Translated = 0x30;

    internal static int Type(int message) => (Subsystem << 8) | message;

    /// <returns>Null for another message, or one that is malformed.</returns>
    internal static ConnectionEntry? Parse(in NetlinkMessageReader message)
    {
        if (message.Type != Type(New) || message.Payload.Length < HeaderLength)
        {
            return null;
        }

        var reader = new AttributeReader(message.Payload[HeaderLength..]);
        var (protocol, port, status) = ((byte)0, 0, 0u);
        byte[] original = [], number = [], zone = [];
        while (reader.Read())
        {
            switch (reader.Type)
            {
                case OriginalAttribute:
                    original = reader.Value.ToArray();
                    var parts = reader.Nested();
                    ReadOriginal(ref parts, ref protocol, ref port);
                    reader.Join(parts);
                    break;
                case StatusAttribute: status = reader.GetUInt32BigEndian(); break;
                case NumberAttribute: number = reader.Value.ToArray(); break;
                case ZoneAttribute: zone = reader.Value.ToArray(); break;
            }
        }

        // Without the first packet's addresses a deletion would mean all there are.
        return reader.IsMalformed || original.Length == 0 || number.Length == 0
            ? null
            : new ConnectionEntry(new TrackedConnection(protocol, port, (status & Translated) != 0), message.Payload[0], original, number, zone);
    }

    internal NetlinkRequest DeleteRequest()
    {
        var request = new NetlinkRequest(Type(Delete), NetlinkFlags.Acknowledge).Fixed([Family, 0, 0, 0])
            .Bytes(OriginalAttribute | NestedBit, Original).Bytes(NumberAttribute, Number);
        return Zone.Length == 0 ? request : request.Bytes(ZoneAttribute, Zone);
    }

    private static void ReadOriginal(ref AttributeReader parts, ref byte protocol, ref int port)
    {
        while (parts.Read())
        {
            if (parts.Type != ProtocolPart)
            {
                continue;
            }

            var inner = parts.Nested();
            while (inner.Read())
            {
                protocol = inner.Type == ProtocolNumber ? inner.GetByte() : protocol;
                port = inner.Type == DestinationPort ? inner.GetUInt16BigEndian() : port;
            }

            parts.Join(inner);
        }
    }
}
