using System.Net;
using System.Net.Sockets;

namespace EventOps.Linux.Routing;

/// <summary>RTM_* of linux/rtnetlink.h: of each object NEW, DEL is one more and GET two more.</summary>
internal static class RouteMessage
{
    internal const int Link = 16;
    internal const int SetLink = 19;
    internal const int Address = 20;
    internal const int Route = 24;
    internal const int Neighbour = 28;
    internal const int Rule = 32;
    internal const int NetConfiguration = 80;
    internal const int Statistics = 92;
    internal const int Delete = 1;
    internal const int Get = 2;
}

/// <summary>Address families as the kernel numbers them; .NET numbers IPv6 otherwise.</summary>
internal static class KernelFamily
{
    internal const byte Any = 0;
    internal const byte IPv4 = 2;
    internal const byte IPv6 = 10;

    internal static bool IsKnown(byte family) => family is IPv4 or IPv6;

    internal static byte Of(AddressFamily family) => family switch
    {
        AddressFamily.InterNetwork => IPv4,
        AddressFamily.InterNetworkV6 => IPv6,
        _ => throw new ArgumentException($"{family} is neither IPv4 nor IPv6.", nameof(family)),
    };

    internal static AddressFamily ToNet(byte family) => family == IPv4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;

    /// <summary>In bits.</summary>
    internal static int Width(byte family) => family == IPv4 ? 32 : 128;

    /// <summary>The network of that length that the address lies in; an address of another family, or a length past its end, is none.</summary>
    internal static IPNetwork? Network(byte family, ReadOnlySpan<byte> address, int length)
    {
        Span<byte> masked = stackalloc byte[16];
        masked = masked[..(Width(family) / 8)];
        masked.Clear();
        if (length > Width(family) || (!address.IsEmpty && address.Length != masked.Length))
        {
            return null;
        }

        address.CopyTo(masked);
        for (var bit = length; bit < Width(family); bit++)
        {
            masked[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new IPNetwork(new IPAddress(masked), length);
    }
}
