using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EventOps.Linux.Routing;

/// <summary>A route (RTM_NEWROUTE). Within a table IPv4 knows a route by destination, type of service and metric, and looks at the others only in order.</summary>
public sealed record Route : NetworkObject
{
    /// <summary>0.0.0.0/0 or ::/0 is the default route.</summary>
    public required IPNetwork Destination { get; init; }

    public uint Table { get; init; } = RouteTable.Main;

    public RouteType Type { get; init; } = RouteType.Unicast;

    public RouteScope Scope { get; init; }

    public RouteProtocol Protocol { get; init; } = RouteProtocol.Static;

    /// <summary>The lower one wins. 0 when not given, which IPv6 turns into 1024.</summary>
    public uint Metric { get; init; }

    /// <summary>Null when the destination is on the link; may be of the other family.</summary>
    public IPAddress? Gateway { get; init; }

    /// <summary>Index of the link it leads out of; 0 for none or several.</summary>
    public int OutputLink { get; init; }

    /// <summary>The address that local senders get; null leaves the choice to the kernel.</summary>
    public IPAddress? PreferredSource { get; init; }

    /// <summary>IPv6 only: for packets from there alone; null for all.</summary>
    public IPNetwork? Source { get; init; }

    public byte TypeOfService { get; init; }

    /// <summary>In bytes; 0 takes the link's.</summary>
    public int Mtu { get; init; }

    public RouteFlags Flags { get; init; }

    /// <summary>Its ways, when it has more than one; else empty.</summary>
    public IReadOnlyList<NextHop> NextHops { get; init; } = [];

    /// <summary>Of a next-hop object (ip-nexthop(8)); 0 for none.</summary>
    public uint NextHopObject { get; init; }

    public AddressFamily Family => Destination.BaseAddress.AddressFamily;

    /// <summary>Learned from a packet, or the answer to a lookup; not in a table.</summary>
    public bool IsCached => Flags.HasFlag(RouteFlags.Cached);

    /// <summary>Reads struct rtmsg and its attributes.</summary>
    /// <returns>Null when malformed.</returns>
    public static Route? Parse(ReadOnlySpan<byte> payload) => RouteParser.Parse(payload);

    public bool Equals(Route? other) => other is not null
        && Destination.Equals(other.Destination)
        && (Table, Type, Scope, Protocol, Metric, OutputLink, TypeOfService, Mtu, Flags, NextHopObject)
            == (other.Table, other.Type, other.Scope, other.Protocol, other.Metric, other.OutputLink, other.TypeOfService, other.Mtu, other.Flags, other.NextHopObject)
        && Equals(Gateway, other.Gateway)
        && Equals(PreferredSource, other.PreferredSource)
        && Nullable.Equals(Source, other.Source)
        && NextHops.SequenceEqual(other.NextHops);

    public override int GetHashCode() => HashCode.Combine(Destination, Table, Metric, Type, OutputLink, Gateway);

    /// <summary>As ip(8) writes it, with the link's index: "blackhole 192.168.0.1/32 table 254 metric 5".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{TypeText}{Destination}{Via} table {Table} metric {Metric}");

    private string TypeText => Type is RouteType.Unicast ? "" : Type.ToString().ToLowerInvariant() + " ";

    private string Via => (Gateway, OutputLink) switch
    {
        (null, 0) => "",
        (null, _) => string.Create(CultureInfo.InvariantCulture, $" dev #{OutputLink}"),
        _ => string.Create(CultureInfo.InvariantCulture, $" via {Gateway} dev #{OutputLink}"),
    };
}

/// <summary>RTNH_F_* and RTM_F_*.</summary>
[Flags]
public enum RouteFlags
{
    None = 0,

    /// <summary>Its link is down: not used.</summary>
    Dead = 1,

    /// <summary>The gateway is taken as reachable on the link, though no route says so.</summary>
    OnLink = 4,

    /// <summary>The link has no carrier.</summary>
    LinkDown = 16,
    Cached = 0x200,
}
