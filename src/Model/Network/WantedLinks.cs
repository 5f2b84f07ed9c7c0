using System.Globalization;

namespace EventOps.Model;

/// <summary>A link that must be up.</summary>
/// <param name="Mtu">In bytes; 0 when it does not matter.</param>
/// <param name="IsTunnel">It carries a tunnel of the settings.</param>
/// <param name="MayHaveXdp">An XDP program belongs there, such as a load balancer's.</param>
/// <param name="Master">The bridge, bond or VRF that it belongs to; empty for none.</param>
public sealed record WantedLink(string Name, int Mtu, bool IsTunnel, bool MayHaveXdp = false, string Master = "") : IFact
{
    string IFact.Key => Name;
}

/// <summary>An address that a link must have.</summary>
public sealed record WantedAddress(string Link, Cidr Address) : IFact
{
    string IFact.Key => $"{Link} {Address}";
}

/// <summary>A route that must be there.</summary>
/// <param name="Via">The gateway; null when the destination is on the link.</param>
/// <param name="Source">The address that local senders get; null leaves the choice to the kernel.</param>
/// <param name="Metric">0 for the kernel's own choice.</param>
/// <param name="Comes">The address whose coming brings this route by itself; null for a route of its own.</param>
public sealed record WantedRoute(Cidr To, string Link, string? Via = null, string? Source = null, uint Table = WantedRoute.MainTable, uint Metric = 0, Cidr? Comes = null) : IFact
{
    /// <summary>RT_TABLE_MAIN.</summary>
    public const uint MainTable = 254;

    /// <summary>How the kernel writes the metric: IPv6 has 1024 where none is given, and 256 for what comes with an address.</summary>
    public uint KernelMetric => Metric != 0 ? Metric : !To.IsIPv6 ? 0u : Comes is null ? 1024u : 256u;

    string IFact.Key => ToString();

    /// <summary>As ip(8) writes it.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(To.IsEverything ? "default" : To.ToString())}{(Via is null ? "" : " via " + Via)} dev {Link}{(Table == MainTable ? "" : $" table {Table}")}{(Metric == 0 ? "" : $" metric {Metric}")}");
}

/// <summary>A host on a link that what is wanted needs: a gateway, or a peer's endpoint.</summary>
/// <param name="For">What needs it, for a person.</param>
public sealed record WantedNeighbour(string Link, string Address, string For) : IFact
{
    string IFact.Key => $"{Link} {Address}";
}

/// <summary>A policy rule that must be there.</summary>
public sealed record WantedRule(RoutingRule Rule) : IFact
{
    string IFact.Key => Rule.ToString();
}

/// <summary>Where packets to an address must go.</summary>
/// <param name="To">Which address matters.</param>
/// <param name="Link">The link that they must leave by; null for any.</param>
/// <param name="Prefix">The length of the route's prefix that is meant to carry them: one that is longer, or as long and not worse, stands in the way if it leads elsewhere.</param>
/// <param name="Metric">Of that route.</param>
/// <param name="Via">The gateway of that route; null when it has none, or there is no such route.</param>
/// <param name="Carries">The tunnel whose own packets these are: by that one they must never leave. Null for what goes into a tunnel.</param>
public sealed record WantedPath(Cidr To, int Prefix, uint Metric, string? Link = null, string? Via = null, string? Carries = null) : IFact
{
    string IFact.Key => $"{To} {Link}";
}
