using System.Net;
using System.Runtime.InteropServices;
using EventOps.Linux.Netlink;

namespace EventOps.Linux.Routing;

/// <summary>Reads struct rtmsg and its attributes.</summary>
internal static class RouteParser
{
    private const int HeaderLength = 12;
    private const RouteFlags Known = RouteFlags.Dead | RouteFlags.OnLink | RouteFlags.LinkDown | RouteFlags.Cached;

    internal static Route? Parse(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < HeaderLength || !KernelFamily.IsKnown(payload[0]))
        {
            return null;
        }

        var family = payload[0];
        ReadOnlySpan<byte> destination = default, source = default;
        IPAddress? gateway = null, preferred = null;
        IReadOnlyList<NextHop>? hops = [];
        var (table, metric, output, mtu, hopObject) = ((uint)payload[4], 0u, 0u, 0u, 0u);
        var reader = new AttributeReader(payload[HeaderLength..]);
        while (reader.Read())
        {
            switch (reader.Type)
            {
                case RouteAttribute.Destination: destination = reader.Value; break;
                case RouteAttribute.Source: source = reader.Value; break;
                case RouteAttribute.OutputLink: output = reader.GetUInt32(); break;
                case RouteAttribute.Gateway: gateway = reader.GetAddress(); break;
                case RouteAttribute.Via: gateway = RouteAttribute.ReadVia(ref reader); break;
                case RouteAttribute.Priority: metric = reader.GetUInt32(); break;
                case RouteAttribute.PreferredSource: preferred = reader.GetAddress(); break;
                case RouteAttribute.Table: table = reader.GetUInt32(); break;
                case RouteAttribute.Metrics: mtu = ReadMtu(ref reader); break;
                case RouteAttribute.MultiPath: hops = NextHop.ParseAll(reader.Value); break;
                case RouteAttribute.NextHopObject: hopObject = reader.GetUInt32(); break;
            }
        }

        var network = KernelFamily.Network(family, destination, payload[1]);
        var from = KernelFamily.Network(family, source, payload[2]);
        return reader.IsMalformed || hops is null || network is null || from is null || (int)output < 0 ? null : new Route
        {
            Destination = network.Value,
            Source = from.Value.PrefixLength == 0 ? null : from,
            TypeOfService = payload[3],
            Table = table,
            Protocol = (RouteProtocol)payload[5],
            Scope = (RouteScope)payload[6],
            Type = (RouteType)payload[7],
            Flags = (RouteFlags)MemoryMarshal.Read<uint>(payload[8..]) & Known,
            Metric = metric,
            Gateway = gateway,
            OutputLink = (int)output,
            PreferredSource = preferred,
            Mtu = (int)Math.Min(mtu, int.MaxValue),
            NextHops = hops,
            NextHopObject = hopObject,
        };
    }

    private static uint ReadMtu(ref AttributeReader reader)
    {
        var mtu = 0u;
        var inner = reader.Nested();
        while (inner.Read())
        {
            mtu = inner.Type == RouteAttribute.MetricMtu ? inner.GetUInt32() : mtu;
        }

        reader.Join(inner);
        return mtu;
    }
}
