using System.Net;
using System.Runtime.InteropServices;
using EventOps.Linux.Netlink;

namespace EventOps.Linux.Routing;

/// <summary>Writes struct rtmsg and its attributes.</summary>
internal static class RouteWriter
{
    internal static void Write(NetlinkRequest request, Route route)
    {
        var family = KernelFamily.Of(route.Family);
        request.Fixed(Header(route, family));
        if (route.Destination.PrefixLength > 0)
        {
            request.Address(RouteAttribute.Destination, route.Destination.BaseAddress);
        }

        if (route.Source is { } source)
        {
            request.Address(RouteAttribute.Source, source.BaseAddress);
        }

        request.UInt32(RouteAttribute.Table, route.Table);
        Unless0(request, RouteAttribute.Priority, route.Metric);
        Unless0(request, RouteAttribute.NextHopObject, route.NextHopObject);
        if (route.NextHops.Count > 0)
        {
            request.Bytes(RouteAttribute.MultiPath, MultiPath(route.NextHops, family));
        }
        else if (route.NextHopObject == 0)
        {
            Unless0(request, RouteAttribute.OutputLink, (uint)route.OutputLink);
            Gateway(request, route.Gateway, family);
        }

        if (route.PreferredSource is { } preferred)
        {
            request.Address(RouteAttribute.PreferredSource, preferred);
        }

        if (route.Mtu > 0)
        {
            request.Nest(RouteAttribute.Metrics, metrics => metrics.UInt32(RouteAttribute.MetricMtu, (uint)route.Mtu));
        }
    }

    private static byte[] Header(Route route, byte family)
    {
        var header = new byte[12];
        header[0] = family;
        header[1] = (byte)route.Destination.PrefixLength;
        header[2] = (byte)(route.Source?.PrefixLength ?? 0);
        header[3] = route.TypeOfService;

        // The byte is too small for most tables; the attribute tells.
        header[4] = route.Table <= byte.MaxValue ? (byte)route.Table : (byte)0;
        header[5] = (byte)route.Protocol;
        header[6] = (byte)route.Scope;
        header[7] = (byte)route.Type;
        MemoryMarshal.Write(header.AsSpan(8), (uint)(route.Flags & RouteFlags.OnLink));
        return header;
    }

    private static void Gateway(NetlinkRequest request, IPAddress? gateway, byte family)
    {
        if (gateway is null)
        {
            return;
        }

        var own = KernelFamily.Of(gateway.AddressFamily);
        if (own == family)
        {
            request.Address(RouteAttribute.Gateway, gateway);
        }
        else
        {
            request.Bytes(RouteAttribute.Via, [.. BitConverter.GetBytes((ushort)own), .. gateway.GetAddressBytes()]);
        }
    }

    private static byte[] MultiPath(IReadOnlyList<NextHop> hops, byte family)
    {
        var all = new List<byte>();
        foreach (var hop in hops)
        {
            // A request of no type serves as a place to write attributes in.
            var attributes = new NetlinkRequest(0, NetlinkFlags.None);
            Gateway(attributes, hop.Gateway, family);
            var written = attributes.ToMessage(0)[NetlinkMessageReader.HeaderLength..];
            all.AddRange(BitConverter.GetBytes((ushort)(NextHop.HeaderLength + written.Length)));
            all.AddRange([0, checked((byte)(hop.Weight - 1))]);
            all.AddRange(BitConverter.GetBytes(hop.Link));
            all.AddRange(written);
        }

        return [.. all];
    }

    private static void Unless0(NetlinkRequest request, int type, uint value)
    {
        if (value != 0)
        {
            request.UInt32(type, value);
        }
    }
}
