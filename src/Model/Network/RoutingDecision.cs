using System.Net;

namespace EventOps.Model;

/// <summary>Which policy rule decides where wanted packets go, as the kernel asks them: by priority, each for what it selects. Pure.</summary>
public static class RoutingDecision
{
    /// <summary>Of the rule for the main table. What comes behind it decides nothing that the wanted routes do.</summary>
    private const uint MainPriority = 32766;

    /// <summary>RT_TABLE_LOCAL.</summary>
    public const uint LocalTable = 255;

    private const uint Icmp = 1;
    private const uint Tcp = 6;
    private const uint Udp = 17;
    private const uint IcmpV6 = 58;

    /// <summary>Whether this rule keeps packets to the path's address from where they are to go: it forbids them, or its table leads them elsewhere.</summary>
    /// <param name="rules">All that there are, the kernel's own left out.</param>
    /// <param name="routes">Of all tables, as far as they are known.</param>
    public static bool StandsInTheWayOf(this RoutingRule rule, WantedPath path, NetworkPolicy policy, IEnumerable<RoutingRule> rules, IEnumerable<NetworkRoute> routes)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(policy);
        var asked = rules.Where(r => r.IsIPv6 == path.To.IsIPv6 && r.Priority < MainPriority).OrderBy(r => r.Priority).ThenBy(r => ((IFact)r).Key, StringComparer.Ordinal).ToList();
        var taken = routes.Where(r => r.To.Contains(path.To)).ToList();
        return PacketsOn(policy, path).Any(packet => Misleading(packet, path, asked, taken) == rule);
    }

    /// <summary>Whether it may decide about packets to the path's address: not for another family, and not behind the main table.</summary>
    public static bool Concerns(this RoutingRule rule, WantedPath path)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(path);
        return rule.IsIPv6 == path.To.IsIPv6 && rule.Priority < MainPriority && rule.Action is "table" or "prohibit" or "unreachable" or "blackhole";
    }

    /// <returns>Null when the packet goes where it is to go, or the main table decides.</returns>
    private static RoutingRule? Misleading(Packet packet, WantedPath path, List<RoutingRule> rules, List<NetworkRoute> routes)
    {
        foreach (var rule in rules)
        {
            var selector = RuleSelector.Of(rule.Selector);
            if (!packet.IsSelectedBy(rule, selector) || (rule.Action == "table" && rule.Table == LocalTable))
            {
                continue;
            }

            if (rule.Action is "prohibit" or "unreachable" or "blackhole")
            {
                return rule;
            }

            var best = rule.Action != "table" ? null : routes
                .Where(r => r.Table == rule.Table && r.To.Length > selector.SuppressedPrefixLength)
                .OrderByDescending(r => r.To.Length).ThenBy(r => r.Metric).ThenBy(r => r.LeadsAlong(path)).FirstOrDefault();
            if (best is not null && best.Type != "throw")
            {
                // Whether the main table's own routes are right is seen to by themselves.
                return rule.Table == WantedRoute.MainTable || best.LeadsAlong(path) ? null : rule;
            }
        }

        return null;
    }

    private static IEnumerable<Packet> PacketsOn(NetworkPolicy policy, WantedPath path)
    {
        var tunnels = policy.Tunnels.Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        var sources = policy.Addresses
            .Where(a => a.Address.IsIPv6 == path.To.IsIPv6 && (path.Link is null ? !tunnels.Contains(a.Link) : a.Link == path.Link))
            .Select(a => a.Address.Address).Distinct().Prepend<IPAddress?>(null).ToList();
        var kinds = path.Carries is not null ? OwnPackets(policy, path) : PacketsInside(policy, path);
        return kinds.SelectMany(kind => sources.Select(source => kind with { Source = source }));
    }

    /// <summary>A tunnel's own, to its peers.</summary>
    private static IEnumerable<Packet> OwnPackets(NetworkPolicy policy, WantedPath path) =>
        from peer in policy.Peers
        where path.LeadsTo(peer)
        from tunnel in policy.Tunnels
        where tunnel.Name == peer.Tunnel
        select new Packet(path, Udp, (uint)tunnel.Port, (uint)NetworkPlan.EndpointOf(peer)!.Port, tunnel);

    /// <summary>Pings, what probes ask, what services answer.</summary>
    private static IEnumerable<Packet> PacketsInside(NetworkPolicy policy, WantedPath path) =>
    [
        new Packet(path, path.To.IsIPv6 ? IcmpV6 : Icmp, 0, 0),
        .. policy.Probes.Where(p => p.IsReachable && NetworkMatching.AddressOf(p) is { } host && path.To.Contains(host)).Select(p => new Packet(path, Tcp, 0, (uint)NetworkMatching.PortOf(p))),
        .. policy.Services.Where(s => s.OpenLinks.Contains(path.Link, StringComparer.Ordinal)).Select(s => new Packet(path, Tcp, (uint)s.Port, 0)),
    ];

    /// <summary>What this host sends along a path.</summary>
    /// <param name="SourcePort">0 when it is not known before.</param>
    /// <param name="Carrier">The tunnel whose own it is; null for others, which have no mark.</param>
    private sealed record Packet(WantedPath Path, uint Protocol, uint SourcePort, uint DestinationPort, WantedTunnel? Carrier = null)
    {
        /// <summary>Null while the sender has left the choice to the kernel.</summary>
        public IPAddress? Source { get; init; }

        public bool IsSelectedBy(RoutingRule rule, RuleSelector selector) => selector.IsWhole && selector.IsInverted != Matches(rule, selector);

        private bool Matches(RoutingRule rule, RuleSelector selector) =>
            rule.To?.Contains(Path.To) is not false
            && HasMark(rule)
            && (selector.From is not { } from || (Source is not null && from.Contains(Source)))
            && selector.InputLink is "" or "lo"
            && (selector.OutputLink.Length == 0 || selector.OutputLink == Path.Link)
            && (selector.Protocol == 0 || selector.Protocol == Protocol)
            && selector.SourcePorts?.Contains(SourcePort) is not false
            && selector.DestinationPorts?.Contains(DestinationPort) is not false
            && selector.TypeOfService == 0
            && selector.Users?.Contains(0) is not false;

        private bool HasMark(RoutingRule rule) => Carrier is { } tunnel && rule.MarkMask == uint.MaxValue
            ? tunnel.HasMark(rule.Mark)
            : (((Carrier?.Mark ?? 0) ^ rule.Mark) & rule.MarkMask) == 0;
    }
}
