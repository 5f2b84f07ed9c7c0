using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EventOps.Model;

/// <summary>What the wanted state implies beyond what it says. Pure, so that sensors, rules and a replay agree on it.</summary>
public static class NetworkPlan
{
    /// <summary>The parameter that says whether sockets that are bound to :: leave IPv4 out unless they ask for it (ip-sysctl, bindv6only).</summary>
    public const string OnlyIPv6 = "net/ipv6/bindv6only";

    /// <summary>All routes that must be there: those of the settings, and those that addresses bring.</summary>
    public static IReadOnlyList<WantedRoute> RoutesOf(NetworkPolicy policy) =>
    [
        .. policy.Routes,
        .. policy.Addresses.Where(a => !a.Address.IsHost).Select(a => new WantedRoute(
            a.Address.Network, a.Link, null, a.Address.IsIPv6 ? null : a.Address.Address.ToString(), Comes: a.Address)),
    ];

    /// <summary>Where packets to the other ends of the tunnels, inside and outside, must go.</summary>
    public static IReadOnlyList<WantedPath> PathsOf(NetworkPolicy policy)
    {
        var routes = RoutesOf(policy);
        var tunnels = policy.Tunnels.Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        var paths = new List<WantedPath>();
        foreach (var peer in policy.Peers)
        {
            foreach (var inside in AllowedAddresses.Split(peer.Allowed).Where(a => !a.IsEverything))
            {
                var route = Best(routes.Where(r => r.Link == peer.Tunnel), inside);
                paths.Add(new WantedPath(inside, route?.To.Length ?? inside.Length, route?.KernelMetric ?? 0, peer.Tunnel));
            }

            if (EndpointOf(peer) is { } outside)
            {
                var route = Best(routes.Where(r => !tunnels.Contains(r.Link)), Cidr.Host(outside.Address));
                paths.Add(new WantedPath(Cidr.Host(outside.Address), route?.To.Length ?? 0, route?.KernelMetric ?? uint.MaxValue, route?.Link, route?.Via, peer.Tunnel));
            }
        }

        return [.. paths.DistinctBy(p => ((IFact)p).Key)];
    }

    /// <summary>Who must answer on the links themselves: gateways of routes, and the ends of tunnels to which no gateway leads. Tunnels have no such neighbours.</summary>
    public static IReadOnlyList<WantedNeighbour> NeighboursOf(NetworkPolicy policy)
    {
        var tunnels = policy.Tunnels.Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        var routes = RoutesOf(policy).Where(r => !tunnels.Contains(r.Link)).ToList();
        var needed = routes.Where(r => r.Via is not null).Select(r => new WantedNeighbour(r.Link, r.Via!, $"the route {r}")).ToList();
        foreach (var peer in policy.Peers)
        {
            if (EndpointOf(peer) is { } outside && Best(routes, Cidr.Host(outside.Address)) is { } route)
            {
                needed.Add(new WantedNeighbour(route.Link, route.Via ?? outside.Address.ToString(), $"peer {peer.Key} of {peer.Tunnel}"));
            }
        }

        return [.. needed.GroupBy(n => (n.Link, n.Address)).Select(g => g.First() with { For = string.Join(", ", g.Select(n => n.For)) })];
    }

    /// <summary>Parameters of the settings, and what addresses and services need.</summary>
    public static IReadOnlyList<WantedParameter> ParametersOf(NetworkPolicy policy)
    {
        var implied = policy.Addresses.Where(a => a.Address.IsIPv6).Select(a => a.Link).Distinct(StringComparer.Ordinal)
            .Select(link => new WantedParameter($"net/ipv6/conf/{link}/disable_ipv6", "0"));
        if (policy.Services.Any(s => s.Program is not null && AddressesOf(policy, s).Any(a => a.AddressFamily is AddressFamily.InterNetwork)))
        {
            // A program that binds to :: and says nothing more takes IPv4 too only then.
            implied = implied.Append(new WantedParameter(OnlyIPv6, "0"));
        }

        return [.. policy.Parameters, .. implied.Where(i => policy.Parameters.All(p => ParameterPath(p.Name) != i.Name))];
    }

    /// <summary>A parameter's name with slashes between its parts. In sysctl(8)'s names the first separator, dot or slash, is the one.</summary>
    public static string ParameterPath(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.AsSpan().IndexOfAny('.', '/') is >= 0 and var first && name[first] == '.'
            ? string.Join('/', name.Split('.').Select(part => part.Replace('/', '.')))
            : name;
    }

    /// <summary>Where a service must be reached.</summary>
    public static IReadOnlyList<IPAddress> AddressesOf(NetworkPolicy policy, WantedService service)
    {
        var links = service.OpenLinks.ToHashSet(StringComparer.Ordinal);
        return [.. policy.Addresses.Where(a => links.Contains(a.Link)).Select(a => a.Address.Address)];
    }

    /// <summary>Packets that no filter may stop: the tunnels' own, neighbour discovery, pings within, and the services.</summary>
    public static IReadOnlyList<WantedFlow> FlowsOf(NetworkPolicy policy)
    {
        var flows = new List<WantedFlow>();
        var underlay = policy.Links.Where(l => !l.IsTunnel).Select(l => l.Name).ToList();
        foreach (var link in underlay)
        {
            flows.AddRange(policy.Tunnels.SelectMany(t => Carrier(policy, t, link)));
            if (policy.Addresses.Any(a => a.Link == link && a.Address.IsIPv6))
            {
                flows.Add(new WantedFlow("neighbour discovery", true, link, "icmpv6", 0, 0, 6));
                flows.Add(new WantedFlow("neighbour discovery", false, link, "icmpv6", 0, 0, 6));
            }
        }

        foreach (var tunnel in policy.Tunnels)
        {
            var inside = policy.Addresses.Where(a => a.Link == tunnel.Name).Select(a => a.Address.IsIPv6).DefaultIfEmpty(false).Distinct();
            foreach (var (isIPv6, isInput) in inside.SelectMany(isIPv6 => new[] { (isIPv6, true), (isIPv6, false) }))
            {
                flows.Add(new WantedFlow("pings through the tunnel", isInput, tunnel.Name, isIPv6 ? "icmpv6" : "icmp", 0, 0, isIPv6 ? 6 : 4) { IsPing = true });
            }
        }

        foreach (var service in policy.Services)
        {
            flows.AddRange(service.OpenLinks.SelectMany(link => Service(service, link)));
        }

        foreach (var probe in policy.Probes.Where(p => p.IsReachable && p.Link is not null))
        {
            var (port, at) = (NetworkMatching.PortOf(probe), NetworkMatching.AddressOf(probe));
            var family = at is null ? 0 : at.AddressFamily is AddressFamily.InterNetworkV6 ? 6 : 4;
            flows.Add(new WantedFlow(probe.Url, false, probe.Link!, "tcp", port, 0, family, Destination: at?.ToString()));
            flows.Add(new WantedFlow(probe.Url, true, probe.Link!, "tcp", 0, port, family, Source: at?.ToString()) { IsNew = false });
        }

        // What this host asks of itself passes over the loopback, in and out.
        foreach (var probe in policy.Probes.Where(p => p.IsReachable && p.Link is null && policy.Addresses.Any(p.IsAt)))
        {
            var port = NetworkMatching.PortOf(probe);
            foreach (var isInput in (bool[])[true, false])
            {
                flows.Add(new WantedFlow(probe.Url, isInput, "lo", "tcp", port, 0, 0));
                flows.Add(new WantedFlow(probe.Url, isInput, "lo", "tcp", 0, port, 0) { IsNew = false });
            }
        }

        return flows;
    }

    /// <summary>Null when the peer has none, or one that is a name.</summary>
    public static IPEndPoint? EndpointOf(WantedPeer peer) => peer.Endpoint is { } text && IPEndPoint.TryParse(text, out var endpoint) ? endpoint : null;

    /// <summary>To a service over an open link, and back. Who lies in a closed prefix, and in no narrower open one, is not meant.</summary>
    private static IEnumerable<WantedFlow> Service(WantedService service, string link)
    {
        var what = string.Create(CultureInfo.InvariantCulture, $"the service on port {service.Port}");
        foreach (var from in service.OpenSources.Select(p => (Cidr?)p).DefaultIfEmpty())
        {
            var family = from is null ? 0 : from.Value.IsIPv6 ? 6 : 4;
            var except = AllowedAddresses.Join(service.ClosedSources.Where(c => from is null || from.Value.Contains(c)));
            yield return new WantedFlow(what, true, link, "tcp", service.Port, 0, family, Source: from?.ToString()) { Except = except };
            yield return new WantedFlow(what, false, link, "tcp", 0, service.Port, family, Destination: from?.ToString()) { IsNew = false, Except = except };
        }
    }

    private static IEnumerable<WantedFlow> Carrier(NetworkPolicy policy, WantedTunnel tunnel, string link)
    {
        foreach (var peer in policy.Peers.Where(p => p.Tunnel == tunnel.Name))
        {
            var endpoint = EndpointOf(peer);
            var family = endpoint is null ? 0 : endpoint.Address.AddressFamily is AddressFamily.InterNetworkV6 ? 6 : 4;
            // One that comes to us most likely listens where we do.
            var (other, port) = (endpoint?.Address.ToString(), endpoint?.Port ?? tunnel.Port);
            yield return new WantedFlow("the tunnel's own packets", true, link, "udp", tunnel.Port, port, family, Source: other);
            yield return new WantedFlow("the tunnel's own packets", false, link, "udp", port, tunnel.Port, family, Destination: other);
        }
    }

    private static WantedRoute? Best(IEnumerable<WantedRoute> routes, Cidr to) =>
        routes.Where(r => r.Table == WantedRoute.MainTable && r.To.Contains(to)).OrderByDescending(r => r.To.Length).FirstOrDefault();
}
