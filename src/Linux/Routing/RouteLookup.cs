using System.Net;

namespace EventOps.Linux.Routing;

/// <summary>What a packet is asked about: to where, and what else decides.</summary>
public sealed record RouteQuery(IPAddress Destination)
{
    /// <summary>As a socket bound to this address would send; null for one that is not bound. IPv4 refuses one that is not this host's (EINVAL, ENETUNREACH).</summary>
    public IPAddress? Source { get; init; }

    /// <summary>As a socket bound to this link would send; 0 for any.</summary>
    public int OutputLink { get; init; }

    /// <summary>As if the packet had come in by this link, to be forwarded; 0 when this host sends.</summary>
    public int InputLink { get; init; }

    /// <summary>The socket's mark (SO_MARK); 0 for none.</summary>
    public uint Mark { get; init; }

    /// <summary>Answer with the route that decides as it stands in its table, destination and all; else with what becomes of this one packet.</summary>
    public bool IsAsInTable { get; init; }

    /// <summary>6 for TCP, 17 for UDP; 0 leaves rules by protocol and port out.</summary>
    public byte IPProtocol { get; init; }

    /// <summary>Counts with a protocol only; 0 for any.</summary>
    public ushort DestinationPort { get; init; }
}

/// <summary>What the kernel would do with the packet.</summary>
/// <param name="Route">Table, link, gateway, type and the source that it would get; null when it is refused without one.</param>
/// <param name="Errno">0, or what a sender would see: ENETUNREACH no route, EHOSTUNREACH unreachable, EACCES prohibited, EINVAL blackhole.</param>
public sealed record RouteLookup(Route? Route, int Errno)
{
    public bool IsReachable => Errno == 0;

    internal static RouteLookup Of(Route? route, int errno) => new(route, errno != 0 ? errno : route?.Type switch
    {
        RouteType.Blackhole => Linux.Native.Errno.EINVAL,
        RouteType.Prohibit => Linux.Native.Errno.EACCES,
        RouteType.Unreachable => Linux.Native.Errno.EHOSTUNREACH,
        RouteType.Throw or null => Linux.Native.Errno.ENETUNREACH,
        _ => 0,
    });
}
