using System.Net;
using EventOps.Linux.Routing;
using EventOps.Model;

namespace EventOps.Sensors.Network;

/// <summary>
/// Links, addresses, routes, policy rules and neighbours of a network namespace, as far as they concern what is wanted. Routes and neighbours
/// that do not are not kept: a host may have a million of them.
/// </summary>
internal sealed class KernelPicture
{
    /// <summary>What has just been made is left to its maker for so long.</summary>
    internal static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(1500);

    private readonly Dictionary<int, Link> _links = [];
    private readonly Dictionary<int, DateTimeOffset> _settled = [];
    private readonly Dictionary<(int, IPAddress, int), InterfaceAddress> _addresses = [];
    private readonly HashSet<Route> _routes = [];
    private readonly HashSet<PolicyRule> _rules = [];
    private readonly NeighbourPicture _neighbours;
    private readonly Dictionary<(Type, string), string> _authors = [];
    private readonly HashSet<Cidr> _wantedTargets;
    private readonly IReadOnlyList<WantedPath> _paths;
    private readonly HashSet<string> _wantedLinks;
    private readonly HashSet<IPAddress> _others;

    public KernelPicture(NetworkPolicy policy)
    {
        _paths = NetworkPlan.PathsOf(policy);
        _wantedTargets = [.. NetworkPlan.RoutesOf(policy).Select(r => r.To)];
        _wantedLinks = policy.Links.Select(l => l.Name).ToHashSet(StringComparer.Ordinal);
        _neighbours = new NeighbourPicture(policy, NameOf);
        _others = [.. _paths.Where(p => p.To.IsHost).Select(p => p.To.Address)];
    }

    /// <summary>Something changed that the picture cannot follow message by message: all routes must be read again.</summary>
    public bool NeedsRoutes { get; private set; }

    /// <summary>Whether neighbours are of any concern.</summary>
    public bool HasNeighbours => _neighbours.AreWanted;

    /// <summary>When a link settles next; null when none is settling.</summary>
    public DateTimeOffset? NextSettled => _settled.Count == 0 ? null : _settled.Values.Min();

    /// <summary>Takes all that there is in the place of what was known. Links that are new then count as settled.</summary>
    public void Replace(IEnumerable<Link> links, IEnumerable<InterfaceAddress> addresses, IEnumerable<PolicyRule> rules, IEnumerable<Neighbour> neighbours)
    {
        _links.Clear();
        _addresses.Clear();
        _rules.Clear();
        foreach (var link in links)
        {
            _links[link.Index] = link;
        }

        foreach (var address in addresses)
        {
            _addresses[(address.Link, address.Address, address.PrefixLength)] = address;
        }

        _rules.UnionWith(rules.Where(IsForeign));
        _neighbours.Replace(neighbours);
    }

    /// <summary>Takes all routes in the place of those that were known; any of no concern are dropped.</summary>
    public void Replace(IEnumerable<Route> routes)
    {
        NeedsRoutes = false;
        _routes.Clear();
        _routes.UnionWith(routes.Where(Concerns));
    }

    /// <summary>Whether a route is of those that are kept.</summary>
    public bool Concerns(Route route)
    {
        // Of the local table what the kernel itself puts there; others may forbid there what no other table is asked about then.
        if (route.Type is RouteType.Local or RouteType.Broadcast or RouteType.Multicast or RouteType.Anycast)
        {
            return false;
        }

        var to = new Cidr(route.Destination.BaseAddress, route.Destination.PrefixLength);
        return _wantedTargets.Contains(to)
            || _paths.Any(p => to.Contains(p.To))
            || (route.Gateway is { } gateway && _addresses.Values.Any(a => a.Address.Equals(gateway)));
    }

    /// <summary>Who made the last change of a fact, as far as is known since <see cref="ForgetAuthors"/>.</summary>
    public string? AuthorOf(IFact fact) => _authors.GetValueOrDefault((fact.GetType(), fact.Key));

    /// <summary>All that was applied has been told.</summary>
    public void ForgetAuthors() => _authors.Clear();

    /// <summary>What a fact of this is told apart by; null when there is none.</summary>
    public (Type, string)? KeyOf(NetworkObject changed) => FactOf(changed) is { } fact ? (fact.GetType(), fact.Key) : null;

    /// <returns>Whether it concerned anything kept here.</returns>
    public bool Apply(in NetworkChange change, DateTimeOffset now)
    {
        if (!Take(change, now))
        {
            return false;
        }

        // At once: whoever it was may have ended in a moment.
        if (FactOf(change.Object) is not { } fact)
        {
            return true;
        }

        if (ChangeAuthor.OfPort(change.WriterPort) is { } author)
        {
            _authors[(fact.GetType(), fact.Key)] = author;
        }
        else
        {
            _authors.Remove((fact.GetType(), fact.Key));
        }

        return true;
    }

    private IFact? FactOf(NetworkObject changed) => changed switch
    {
        Link link when _wantedLinks.Contains(link.Name) => FactOf(link),
        InterfaceAddress address when Concerns(address) => FactOf(address),
        Route route => FactOf(route, []),
        PolicyRule rule => rule.ToFact(),
        Neighbour neighbour => _neighbours.FactOf(neighbour),
        _ => null,
    };

    private bool Take(in NetworkChange change, DateTimeOffset now)
    {
        switch (change.Object)
        {
            case Link link:
                Apply(link, change.IsRemoved, now);
                return true;

            case InterfaceAddress address:
                Apply(address, change.IsRemoved);
                return true;

            case PolicyRule rule when IsForeign(rule):
                return change.IsRemoved ? _rules.Remove(rule) : _rules.Add(rule);

            case Neighbour neighbour:
                return _neighbours.Apply(neighbour, change.IsRemoved, isByKernel: change.WriterPort == 0);

            case Route route when Concerns(route):
                return change.IsRemoved ? _routes.Remove(route) : Add(route);

            default:
                return false;
        }
    }

    /// <summary>Links whose time is over are settled from here on.</summary>
    /// <returns>Whether there was any.</returns>
    public bool Settle(DateTimeOffset now)
    {
        var over = _settled.Where(s => s.Value <= now).Select(s => s.Key).ToList();
        over.ForEach(index => _settled.Remove(index));
        return over.Count > 0;
    }

    /// <summary>What concerns the wanted state now, as facts.</summary>
    public IEnumerable<IFact> Facts()
    {
        foreach (var link in _links.Values.Where(l => _wantedLinks.Contains(l.Name)))
        {
            yield return FactOf(link);
        }

        foreach (var address in _addresses.Values.Where(Concerns))
        {
            yield return FactOf(address);
        }

        var own = _addresses.Values.Select(a => a.Address).ToHashSet();
        foreach (var route in _routes)
        {
            yield return FactOf(route, own);
        }

        foreach (var rule in _rules)
        {
            yield return rule.ToFact();
        }

        foreach (var neighbour in _neighbours.Facts())
        {
            yield return neighbour;
        }
    }

    private static string ProblemOf(InterfaceAddress address) =>
        address.Flags.HasFlag(AddressFlags.DuplicateDetectionFailed) ? "duplicate"
        : address.Flags.HasFlag(AddressFlags.Deprecated) ? "deprecated"
        : "";

    private static bool IsForeign(PolicyRule rule) => !RoutingRules.IsKernels(rule);

    private NetworkLink FactOf(Link link) => new(link.Name, link.Index, link.IsUp, link.Mtu, link.Kind, _settled.ContainsKey(link.Index), link.Master == 0 ? "" : NameOf(link.Master));

    private NetworkAddress FactOf(InterfaceAddress address) =>
        new(NameOf(address.Link), new Cidr(address.Address, address.PrefixLength), address.IsUsable, ProblemOf(address));

    private NetworkRoute FactOf(Route route, HashSet<IPAddress> own) => new(
        new Cidr(route.Destination.BaseAddress, route.Destination.PrefixLength),
        route.Table,
        route.Metric,
        route.Type.ToString().ToLowerInvariant(),
        route.OutputLink == 0 ? "" : NameOf(route.OutputLink),
        (int)route.Protocol,
        route.Gateway?.ToString(),
        route.PreferredSource?.ToString(),
        route.Gateway is { } gateway && own.Contains(gateway));

    private string NameOf(int link) => _links.TryGetValue(link, out var known) ? known.Name : $"#{link}";

    private bool Concerns(InterfaceAddress address) =>
        _others.Contains(address.Address) || (_wantedLinks.Contains(NameOf(address.Link)) && !address.Address.IsIPv6LinkLocal);

    private bool Add(Route route)
    {
        // A replaced route is told by the new one alone, an appended one likewise: which of the two it was, only a dump shows.
        NeedsRoutes |= _routes.Any(r => r != route && r.Table == route.Table && r.Destination.Equals(route.Destination) && r.Metric == route.Metric);
        return _routes.Add(route);
    }

    private void Apply(Link link, bool isRemoved, DateTimeOffset now)
    {
        var isKnown = _links.TryGetValue(link.Index, out var before);
        if (isRemoved)
        {
            _links.Remove(link.Index);
            _settled.Remove(link.Index);
        }
        else
        {
            _links[link.Index] = link;
            if (_wantedLinks.Contains(link.Name) && (!isKnown || before!.Name != link.Name))
            {
                _settled[link.Index] = now + Settling;
            }
        }

        // IPv4 routes go with their link and with their source address, and nothing tells of it.
        NeedsRoutes |= isRemoved || (isKnown && before!.IsUp && !link.IsUp);
    }

    private void Apply(InterfaceAddress address, bool isRemoved)
    {
        var key = (address.Link, address.Address, address.PrefixLength);
        if (isRemoved)
        {
            _addresses.Remove(key);
        }
        else
        {
            // A route that was of no concern may lead through this very address.
            NeedsRoutes |= !_addresses.ContainsKey(key);
            _addresses[key] = address;
        }

        NeedsRoutes |= isRemoved;
    }
}
