namespace EventOps.Model;

/// <summary>A link that the settings name came, went or changed.</summary>
public sealed record LinkChanged(Change Change, NetworkLink Link) : Event;

/// <summary>An address that matters came, went or changed.</summary>
public sealed record AddressChanged(Change Change, NetworkAddress Address) : Event;

/// <summary>A route that concerns something wanted came, went or changed. Others' routes are not told.</summary>
public sealed record RouteChanged(Change Change, NetworkRoute Route) : Event;

/// <summary>A policy rule came or went.</summary>
public sealed record RoutingRuleChanged(Change Change, RoutingRule Rule) : Event;

/// <summary>A kernel parameter was found to have this value.</summary>
public sealed record ParameterRead(KernelParameter Parameter) : Event;

/// <summary>A WireGuard device came, went or changed.</summary>
public sealed record TunnelChanged(Change Change, Tunnel Tunnel) : Event;

/// <summary>A peer of a WireGuard device came, went or changed.</summary>
public sealed record PeerChanged(Change Change, TunnelPeer Peer) : Event;

/// <summary>A rule of the packet filter that may stop something wanted came, went or changed.</summary>
public sealed record FilterRuleChanged(Change Change, FilterRule Rule) : Event;

/// <summary>The daemon's own table was found as it is.</summary>
public sealed record OwnFilterRead(OwnFilter Filter) : Event;

/// <summary>A configuration file was read.</summary>
public sealed record NetworkFileRead(NetworkFile File) : Event;

/// <summary>A probe found something else than before.</summary>
public sealed record ReachChanged(Reach Reach) : Event;

/// <summary>A network sense has read all that there is to read, the first time or after a loss; before this, what it did not name is unknown, not missing.</summary>
/// <param name="Sense">Its name, as in <see cref="NetworkSenses"/>.</param>
public sealed record NetworkRead(string Sense) : Event;

/// <summary>Some correction did not come about: everything wanted is looked at once more.</summary>
public sealed record NetworkLooked(string Reason) : Event;

/// <summary>A sense that has read all at least once.</summary>
public sealed record SenseReady(string Sense) : IFact
{
    string IFact.Key => Sense;
}

/// <summary>What the network is sensed by.</summary>
public static class NetworkSenses
{
    /// <summary>Links, addresses, routes and policy rules.</summary>
    public const string Routing = "routing";

    public const string Filter = "filter";

    public const string Tunnels = "tunnels";
}
