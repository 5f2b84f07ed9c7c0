using System.Net;
using System.Runtime.InteropServices;
using EventOps.Linux.Netlink;

namespace EventOps.Linux.Routing;

/// <summary>One way of a route that has several.</summary>
/// <param name="Link">Index; 0 when not told.</param>
/// <param name="Weight">From 1.</param>
public sealed record NextHop(int Link, IPAddress? Gateway, int Weight)
{
    internal const int HeaderLength = 8;

    /// <summary>Reads an array of struct rtnexthop.</summary>
    /// <returns>Null when malformed.</returns>
    internal static List<NextHop>? ParseAll(ReadOnlySpan<byte> bytes)
    {
        var hops = new List<NextHop>();
        while (!bytes.IsEmpty)
        {
            var length = bytes.Length < HeaderLength ? 0 : MemoryMarshal.Read<ushort>(bytes);
            if (length < HeaderLength || length > bytes.Length)
            {
                return null;
            }

            IPAddress? gateway = null;
            var reader = new AttributeReader(bytes[HeaderLength..length]);
            while (reader.Read())
            {
                gateway = reader.Type switch
                {
                    RouteAttribute.Gateway => reader.GetAddress(),
                    RouteAttribute.Via => RouteAttribute.ReadVia(ref reader),
                    _ => gateway,
                };
            }

            if (reader.IsMalformed)
            {
                return null;
            }

            hops.Add(new NextHop(MemoryMarshal.Read<int>(bytes[4..]), gateway, bytes[3] + 1));
            bytes = bytes[Math.Min(bytes.Length, (length + 3) & ~3)..];
        }

        return hops;
    }
}
