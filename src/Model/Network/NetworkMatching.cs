using System.Globalization;
using System.Net;

namespace EventOps.Model;

/// <summary>How what is there compares with what is wanted. For rules; pure.</summary>
public static class NetworkMatching
{
    /// <summary>Below this, IPv6 leaves a link (RFC 8200, section 5).</summary>
    public const int LeastMtuForIPv6 = 1280;

    public static bool Is(this NetworkRoute route, WantedRoute wanted) =>
        route.To == wanted.To && route.Table == wanted.Table && route.Type == "unicast" && route.Link == wanted.Link && route.Via == wanted.Via
        && (wanted.Metric == 0 || route.Metric == wanted.Metric) && IsSource(route.Source is null ? null : IPAddress.Parse(route.Source), wanted);

    /// <summary>Whether a route may prefer this source. Of several addresses of a subnet its route has one, whichever was first; an address outside the subnet is none of them.</summary>
    /// <param name="source">Null where the kernel chooses.</param>
    public static bool IsSource(IPAddress? source, WantedRoute wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        return wanted.Source is null || source?.ToString() == wanted.Source || (wanted.Comes is not null && (source is null || wanted.To.Contains(source)));
    }

    /// <summary>Whether packets to the path's address would take this route, and it leads elsewhere or nowhere, or by a longer prefix through another gateway.</summary>
    public static bool StandsInTheWayOf(this NetworkRoute route, WantedPath path) => route.IsPreferredOn(path) && !route.LeadsAlong(path);

    /// <summary>Whether it competes with the path's own route by its metric alone and leaves by the right link, through another gateway: a router's advertisement does that too, and may be right.</summary>
    public static bool LeadsByOtherGateway(this NetworkRoute route, WantedPath path) => route.HasOtherGateway(path) && route.IsPreferredOn(path) && route.LeadsAlong(path);

    /// <summary>Whether it is the peer that this path leads to.</summary>
    public static bool LeadsTo(this WantedPath path, WantedPeer peer) => NetworkPlan.EndpointOf(peer) is { } endpoint && path.To == Cidr.Host(endpoint.Address);

    public static bool Is(this RoutingRule rule, WantedRule wanted) => rule == wanted.Rule;

    private static bool IsPreferredOn(this NetworkRoute route, WantedPath path) =>
        route.To.Contains(path.To) && (route.IsInLocalTable() || (route.Table == WantedRoute.MainTable
        && (route.To.Length > path.Prefix || (route.To.Length == path.Prefix && route.Metric <= path.Metric))));

    /// <summary>The local table is asked before any other; a throw there only sends the question on.</summary>
    private static bool IsInLocalTable(this NetworkRoute route) => route.Table == RoutingDecision.LocalTable && route.Type != "throw";

    /// <summary>Whether it is this neighbour, in whatever state.</summary>
    public static bool IsOf(this NetworkNeighbour neighbour, WantedNeighbour wanted) => neighbour.Link == wanted.Link && neighbour.Address == wanted.Address;

    public static bool Is(this NetworkAddress address, WantedAddress wanted) =>
        address.Link == wanted.Link && address.Address == wanted.Address && address.Problem.Length == 0;

    /// <summary>Whether it is as wanted. One that speaks to us from elsewhere has moved, and its endpoint stays; of a name, see <see cref="HasNamedEndpoint"/>.</summary>
    public static bool Is(this TunnelPeer peer, WantedPeer wanted) =>
        peer.IsOf(wanted) && peer.Allowed == wanted.Allowed && peer.Keepalive == wanted.Keepalive
        && peer.HasRightPresharedKey(wanted) && (wanted.Endpoint is null || peer.Endpoint == wanted.Endpoint || peer.IsHeard || wanted.HasNamedEndpoint());

    /// <summary>Whether it has a preshared key that the settings do not know, and that stays as it is somebody else's.</summary>
    public static bool HasForeignKey(this TunnelPeer peer, WantedPeer wanted) => wanted is { PresharedKeyFile: null, KeepsPresharedKey: true } && peer.HasPresharedKey;

    /// <summary>Whether it is this peer, in whatever state.</summary>
    public static bool IsOf(this TunnelPeer peer, WantedPeer wanted) => peer.Tunnel == wanted.Tunnel && peer.Key == wanted.Key;

    /// <summary>The same peer wherever it is.</summary>
    public static WantedPeer Anywhere(this WantedPeer wanted) => wanted with { Endpoint = null };

    /// <summary>Whether the settings name the endpoint's host: where that is, is asked anew when the peer is silent.</summary>
    public static bool HasNamedEndpoint(this WantedPeer wanted) => wanted.Endpoint is not null && NetworkPlan.EndpointOf(wanted) is null;

    public static bool Is(this Tunnel tunnel, WantedTunnel wanted) =>
        tunnel.Name == wanted.Name && (wanted.Port == 0 || tunnel.Port == wanted.Port) && wanted.HasMark(tunnel.Mark) && tunnel.HasFileKey;

    /// <summary>Whether this peer, which nobody wants, claims addresses of one that is wanted.</summary>
    public static bool Claims(this TunnelPeer peer, WantedPeer wanted) =>
        peer.Tunnel == wanted.Tunnel && peer.Key != wanted.Key
        && AllowedAddresses.Split(peer.Allowed).Any(a => AllowedAddresses.Split(wanted.Allowed).Any(a.Overlaps));

    public static bool Is(this NetworkLink link, WantedLink wanted) => link.Name == wanted.Name && link.IsUp && (wanted.Mtu == 0 || link.Mtu == wanted.Mtu);

    /// <summary>Whether the link could have this address or route at all now.</summary>
    public static bool CanHave(this NetworkLink link, Cidr address) =>
        link.IsUp && !link.IsSettling && (!address.IsIPv6 || link.Mtu >= LeastMtuForIPv6);

    /// <summary>Whether this parameter keeps IPv6 off the address's link: it must change first.</summary>
    public static bool ForbidsIPv6On(this KernelParameter parameter, WantedAddress wanted) =>
        wanted.Address.IsIPv6 && parameter.Name == $"net/ipv6/conf/{wanted.Link}/disable_ipv6" && parameter.Value == "1";

    /// <summary>The TCP port that the probe asks at.</summary>
    public static int PortOf(WantedProbe probe) => new Uri(probe.Url).Port;

    /// <summary>The address that the probe asks at; null when its URL has a name instead.</summary>
    public static IPAddress? AddressOf(WantedProbe probe) => IPAddress.TryParse(new Uri(probe.Url).Host.Trim('[', ']'), out var address) ? address : null;

    /// <summary>Whether the probe asks for the service's port.</summary>
    public static bool Asks(this WantedProbe probe, WantedService service) => PortOf(probe) == service.Port;

    /// <summary>Whether the probe asks at this very address, so that it is this host that answers.</summary>
    public static bool IsAt(this WantedProbe probe, WantedAddress address) => address.Address.Address.Equals(AddressOf(probe));

    /// <summary>Whether this came of that probe.</summary>
    public static bool IsOf(this Reach reach, WantedProbe probe) => reach.Name == probe.Name;

    /// <summary>Whether somebody is there who lets nothing through. Where there is no name, route or link nothing was asked, and nobody knows whether it would be blocked.</summary>
    public static bool IsBlock(string cause) => cause is "refused" or "rejected" or "reset" or "dropped";

    /// <summary>Whether what should be reached is, or what should be blocked is proven to be.</summary>
    public static bool IsAsWanted(this Reach reach, WantedProbe probe) => probe.IsReachable ? reach.IsReachable : !reach.IsReachable && IsBlock(reach.Cause);

    /// <summary>What came of it, in words that follow the URL.</summary>
    public static string Verdict(this Reach reach, WantedProbe probe) => (probe.IsReachable, reach.IsReachable) switch
    {
        (true, true) => "is reached",
        (true, false) => $"is not reached: {reach.Cause}",
        (false, true) => "is reached, and should be blocked",
        (false, false) when IsBlock(reach.Cause) => $"is blocked: {reach.Cause}",
        (false, false) => $"is not reached, but that it is blocked is unproven: {reach.Cause}, so nothing came to where it should be stopped",
    };

    /// <summary>Whether a connection came about, and no answer over it.</summary>
    public static bool IsSilent(this Reach reach) => !reach.IsReachable && reach.Cause is ("too slow" or "no HTTP");

    /// <summary>Whether it is the very address that the path leads to.</summary>
    public static bool IsAt(this NetworkAddress address, WantedPath path) => address.Address.Address.Equals(path.To.Address);

    private static bool HasRightPresharedKey(this TunnelPeer peer, WantedPeer wanted) =>
        wanted.PresharedKeyFile is not null ? peer.HasFileKey : wanted.KeepsPresharedKey || !peer.HasPresharedKey;

    internal static string NameOf(string url, string? link, string? source, int? mark) =>
        string.Create(CultureInfo.InvariantCulture, $"{url} {link}{(source is null ? "" : $" from {source}")}{(mark is null ? "" : $" mark {mark}")}");

    internal static bool LeadsAlong(this NetworkRoute route, WantedPath path) =>
        route.Type == "unicast" && !route.GatewayIsOwn && (path.Link is null || route.Link == path.Link) && (path.Carries is null || route.Link != path.Carries)
        && !(route.To.Length > path.Prefix && route.HasOtherGateway(path));

    private static bool HasOtherGateway(this NetworkRoute route, WantedPath path) => path.Via is not null && route.Via is not null && route.Via != path.Via;
}
