using System.Net;
using System.Runtime.InteropServices;
using EventOps.Linux.Netlink;

namespace EventOps.Linux.Routing;

/// <summary>RTA_* and RTAX_* of linux/rtnetlink.h.</summary>
internal static class RouteAttribute
{
    internal const int Destination = 1;
    internal const int Source = 2;
    internal const int InputLink = 3;
    internal const int OutputLink = 4;
    internal const int Gateway = 5;
    internal const int Priority = 6;
    internal const int PreferredSource = 7;
    internal const int Metrics = 8;
    internal const int MultiPath = 9;
    internal const int Table = 15;
    internal const int Mark = 16;
    internal const int Via = 18;
    internal const int IPProtocol = 27;
    internal const int SourcePort = 28;
    internal const int DestinationPort = 29;
    internal const int NextHopObject = 30;
    internal const int MetricMtu = 2;

    /// <summary>struct rtvia: a gateway of the other family.</summary>
    internal static IPAddress? ReadVia(ref AttributeReader reader)
    {
        var value = reader.Value;
        var family = value.Length < 2 ? (ushort)0 : MemoryMarshal.Read<ushort>(value);
        if (family is KernelFamily.IPv4 or KernelFamily.IPv6 && value.Length == 2 + (KernelFamily.Width((byte)family) / 8))
        {
            return new IPAddress(value[2..]);
        }

        reader.Reject();
        return null;
    }
}
