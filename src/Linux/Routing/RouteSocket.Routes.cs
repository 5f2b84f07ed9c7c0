using System.Net;
using System.Net.Sockets;
using EventOps.Linux.Netlink;

namespace EventOps.Linux.Routing;

public sealed partial class RouteSocket
{
    /// <summary>All routes of both families, the kernel's own in the local table among them.</summary>
    /// <param name="table">Only of this table; null for all.</param>
    public List<Route> ReadRoutes(uint? table = null) => [.. ReadRoutes(AddressFamily.InterNetwork, table), .. ReadRoutes(AddressFamily.InterNetworkV6, table)];

    /// <summary>Those of both families that are to be kept; of the others, though they be a million, none stays in memory.</summary>
    /// <param name="keep">Called with each route, while the kernel is being asked: it must be quick.</param>
    public List<Route> ReadRoutes(Predicate<Route> keep)
    {
        ArgumentNullException.ThrowIfNull(keep);
        NetlinkParser<Route> parser = (in NetlinkMessageReader message) => NetworkObject.Parse(message, out _) is Route route && keep(route) ? route : null;
        return
        [
            .. ReadRoutes(AddressFamily.InterNetwork, null, parser),
            .. ReadRoutes(AddressFamily.InterNetworkV6, null, parser),
        ];
    }

    /// <summary>The routes of a table to exactly this destination.</summary>
    public List<Route> ReadRoutes(IPNetwork destination, uint table) => ReadRoutes(destination.BaseAddress.AddressFamily, table, (in NetlinkMessageReader message) =>
        message.Payload.Length > PrefixLengthAt && message.Payload[PrefixLengthAt] == destination.PrefixLength
        && NetworkObject.Parse(message, out _) is Route route && route.Destination.Equals(destination) ? route : null);

    /// <summary>All routes of a family.</summary>
    public List<Route> ReadRoutes(AddressFamily family, uint? table = null) => ReadRoutes(family, table, null);

    /// <summary>rtm_dst_len of struct rtmsg.</summary>
    private const int PrefixLengthAt = 1;

    private List<Route> ReadRoutes(AddressFamily family, uint? table, NetlinkParser<Route>? parser)
    {
        // A kernel that does not filter sends all, and one without the table says ENOENT.
        var kernelFamily = KernelFamily.Of(family);
        try
        {
            var routes = Dump<Route>(RouteMessage.Route, kernelFamily, 12, $"{family} routes", b =>
            {
                if (table is not null)
                {
                    b.UInt32(RouteAttribute.Table, table.Value);
                }
            }, parser);
            return table is null ? routes : routes.FindAll(route => route.Table == table);
        }
        catch (Native.LinuxException e) when (table is not null && e.Errno == Native.Errno.ENOENT)
        {
            return [];
        }
    }

    /// <summary>Adds a route. EEXIST: the table has one with the same destination, type of service and metric, perhaps by another way.</summary>
    public void AddRoute(Route route) => ChangeRoute(route, NetlinkFlags.Create | NetlinkFlags.Exclusive, isAdded: true);

    /// <summary>Adds a route, in place of whichever has the same destination, type of service and metric in the table, though it be another's.</summary>
    public void ReplaceRoute(Route route) => ChangeRoute(route, NetlinkFlags.Create | NetlinkFlags.Replace, isAdded: true);

    /// <summary>Adds a route behind those with the same destination and metric; IPv6 makes one route with several ways of them.</summary>
    public void AppendRoute(Route route) => ChangeRoute(route, NetlinkFlags.Create | NetlinkFlags.Append, isAdded: true);

    /// <summary>Removes the route that matches in destination, table, type, scope, protocol, metric, gateway, link and preferred source. ESRCH: there is none (any more).</summary>
    /// <remarks>IPv4 takes metric 0 as "any", and the lowest metric first: of routes alike in all else the one without metric goes first.</remarks>
    public void RemoveRoute(Route route) => ChangeRoute(route, NetlinkFlags.None, isAdded: false);

    private void ChangeRoute(Route route, NetlinkFlags flags, bool isAdded)
    {
        ArgumentNullException.ThrowIfNull(route);
        var request = new NetlinkRequest(RouteMessage.Route + (isAdded ? 0 : RouteMessage.Delete), NetlinkFlags.Acknowledge | flags);
        RouteWriter.Write(request, route);
        _client.Request(request, isAdded ? "add route" : "remove route", route.ToString());
    }
}
