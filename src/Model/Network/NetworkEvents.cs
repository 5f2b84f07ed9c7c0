namespace EventOps.Model;

/// <summary>A link that the settings name came, went or changed.</summary>
/// <param name="By">Who changed it, for a person; null when the kernel does not tell, or it was the daemon.</param>
public sealed record LinkChanged(Change Change, NetworkLink Link, string? By = null) : Event;

/// <summary>An address that matters came, went or changed.</summary>
/// <param name="By">Who changed it, for a person; null when the kernel does not tell, or it was the daemon.</param>
public sealed record AddressChanged(Change Change, NetworkAddress Address, string? By = null) : Event;

/// <summary>A route that concerns something wanted came, went or changed. Others' routes are not told.</summary>
/// <param name="By">Who changed it, for a person; null when the kernel does not tell, or it was the daemon.</param>
public sealed record RouteChanged(Change Change, NetworkRoute Route, string? By = null) : Event;

/// <summary>A policy rule came or went.</summary>
/// <param name="By">Who changed it, for a person; null when the kernel does not tell, or it was the daemon.</param>
public sealed record RoutingRuleChanged(Change Change, RoutingRule Rule, string? By = null) : Event;

/// <summary>A neighbour that something wanted needs answers no more, or has a link-layer address that somebody set; when removed, it answers again or nobody asks for it.</summary>
/// <param name="By">Who changed it, for a person; null when the kernel does not tell, or it was the daemon.</param>
public sealed record NeighbourChanged(Change Change, NetworkNeighbour Neighbour, string? By = null) : Event;

/// <summary>A kernel parameter was found to have this value.</summary>
public sealed record ParameterRead(KernelParameter Parameter) : Event;

/// <summary>A WireGuard device came, went or changed.</summary>
public sealed record TunnelChanged(Change Change, Tunnel Tunnel) : Event;

/// <summary>A peer of a WireGuard device came, went or changed.</summary>
public sealed record PeerChanged(Change Change, TunnelPeer Peer) : Event;

/// <summary>A rule of the packet filter that may stop something wanted came, went or changed.</summary>
/// <param name="By">Who changed it, for a person; null when the kernel does not tell, or it was the daemon.</param>
public sealed record FilterRuleChanged(Change Change, FilterRule Rule, string? By = null) : Event;

/// <summary>The daemon's own table was found as it is.</summary>
/// <param name="By">Who changed it, for a person; null when the kernel does not tell, or it was the daemon.</param>
public sealed record OwnFilterRead(OwnFilter Filter, string? By = null) : Event;

/// <summary>A configuration file was read.</summary>
public sealed record NetworkFileRead(NetworkFile File) : Event;

/// <summary>Who takes a service's connections was found to be so.</summary>
public sealed record ListenerRead(ServiceListener Listener) : Event;

/// <summary>A probe found something else than before.</summary>
public sealed record ReachChanged(Reach Reach) : Event;

/// <summary>A path through a tunnel was found narrower than the tunnel, or may be wide again.</summary>
public sealed record PathMeasured(Change Change, PathMtu Path) : Event;

/// <summary>An XDP program was found on a link that the settings name, or is there no more.</summary>
public sealed record XdpProgramChanged(Change Change, XdpProgram Program) : Event;

/// <summary>A tunnel's device was found under another name, or is there no more.</summary>
public sealed record StrayTunnelChanged(Change Change, StrayTunnel Stray) : Event;

/// <summary>Somebody else was found to hold the port of a tunnel that is missing, or holds it no more.</summary>
public sealed record PortHolderChanged(Change Change, PortHolder Holder) : Event;

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
