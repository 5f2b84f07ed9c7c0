using System.Net;
using EventOps.Linux.Routing;

namespace EventOps.Actuators.Network.Reversals;

/// <summary>Between routes and policy rules and what is written down of them.</summary>
internal static class RoutingReversals
{
    /// <returns>Null for a route by a next-hop object, or by a link that is gone.</returns>
    public static RouteReversal? Of(Route route, RouteSocket socket, bool isAdded)
    {
        var link = NameOf(route.OutputLink);
        var ways = route.NextHops.Select(h => (Link: NameOf(h.Link), Hop: h)).ToList();
        return link is null || ways.Exists(w => w.Link is null) || route.NextHopObject != 0 ? null : new RouteReversal(
            isAdded, route.Destination.ToString(), route.Table, route.Type, route.Scope, route.Protocol, route.Metric, route.Gateway?.ToString(), link,
            route.PreferredSource?.ToString(), route.Mtu, route.Flags & RouteFlags.OnLink,
            ways.Count == 0 ? null : [.. ways.Select(w => new WayReversal(w.Link!, w.Hop.Gateway?.ToString(), w.Hop.Weight))]);

        string? NameOf(int index) => index == 0 ? "" : socket.FindLink(index)?.Name;
    }

    /// <exception cref="FormatException">An address in it is none.</exception>
    public static Route ToRoute(this RouteReversal reversal, RouteSocket socket) => new()
    {
        Destination = IPNetwork.Parse(reversal.Destination),
        Table = reversal.Table,
        Type = reversal.Type,
        Scope = reversal.Scope,
        Protocol = reversal.Protocol,
        Metric = reversal.Metric,
        Gateway = reversal.Gateway is { } gateway ? IPAddress.Parse(gateway) : null,
        OutputLink = IndexOf(reversal.Link, socket),
        NextHops = [.. (reversal.Ways ?? []).Select(w => new NextHop(IndexOf(w.Link, socket), w.Gateway is { } via ? IPAddress.Parse(via) : null, w.Weight))],
        PreferredSource = reversal.PreferredSource is { } source ? IPAddress.Parse(source) : null,
        Mtu = reversal.Mtu,
        Flags = reversal.Flags,
    };

    private static int IndexOf(string link, RouteSocket socket) => link.Length == 0 ? 0 : socket.FindLink(link)?.Index ?? 0;

    /// <returns>Null for a rule that jumps, or asks for more than is written down.</returns>
    public static RoutingRuleReversal? Of(PolicyRule rule, bool isAdded) =>
        rule.Action is RuleAction.GoTo || rule.IsVrf || rule.SuppressedLinkGroup >= 0 || rule.IsPartlyRead
            ? null
            : new RoutingRuleReversal(
                rule.Family, rule.Priority, rule.Action, rule.Table, rule.From?.ToString(), rule.To?.ToString(), rule.InputLink, rule.OutputLink,
                rule.Mark, rule.MarkMask, rule.IsInverted, rule.IPProtocol, rule.SuppressedPrefixLength, rule.Protocol, rule.SourcePorts, rule.DestinationPorts,
                rule.TypeOfService, rule.Users, isAdded);

    /// <exception cref="FormatException">A prefix in it is none.</exception>
    public static PolicyRule ToRule(this RoutingRuleReversal reversal) => new()
    {
        Family = reversal.Family,
        Priority = reversal.Priority,
        Action = reversal.Action,
        Table = reversal.Table,
        From = reversal.From is { } from ? IPNetwork.Parse(from) : null,
        To = reversal.To is { } to ? IPNetwork.Parse(to) : null,
        InputLink = reversal.InputLink,
        OutputLink = reversal.OutputLink,
        Mark = reversal.Mark,
        MarkMask = reversal.MarkMask,
        IsInverted = reversal.IsInverted,
        IPProtocol = reversal.IPProtocol,
        SuppressedPrefixLength = reversal.SuppressedPrefixLength,
        Protocol = reversal.Protocol,
        SourcePorts = reversal.SourcePorts,
        DestinationPorts = reversal.DestinationPorts,
        TypeOfService = reversal.TypeOfService,
        Users = reversal.Users,
    };
}
