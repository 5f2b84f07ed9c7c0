using System.Text.Json.Serialization;

namespace EventOps.Model;

/// <summary>A correction of the network: what was interrupted is found again by looking, so its start need not be on the disk first.</summary>
public abstract record NetworkCorrection(string Because) : Correction(Because)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public sealed override bool NeedsDurableStart => false;
}

/// <summary>Have a link up, with this MTU.</summary>
/// <param name="Mtu">0: as it is.</param>
public sealed record SetLink(string Link, int Mtu, string Because) : NetworkCorrection(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Link(Link);
}

/// <summary>Have a link belong to this bridge, bond or VRF, or to none.</summary>
/// <param name="Master">Empty for none.</param>
public sealed record SetMaster(string Link, string Master, string Because) : NetworkCorrection(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Link(Link);
}

/// <summary>Have a link under its own name again.</summary>
/// <param name="Index">The kernel's number: no other link is renamed.</param>
/// <param name="From">What it is called now.</param>
public sealed record RenameLink(string Link, int Index, string From, string Because) : NetworkCorrection(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Link(Link);
}

/// <summary>Have a tunnel's device, with its key, port, peers and addresses: make it when it is missing.</summary>
public sealed record RestoreTunnel(string Tunnel, string Because) : NetworkCorrection(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Link(Tunnel);
}

/// <summary>Have an address on a link.</summary>
public sealed record AddAddress(string Link, Cidr Address, string Because) : NetworkCorrection(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Address(Link, Address);
}

/// <summary>Have no such address on a link.</summary>
public sealed record RemoveAddress(string Link, Cidr Address, string Because) : NetworkCorrection(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Address(Link, Address);
}

/// <summary>Have a route, exactly this one.</summary>
public sealed record AddRoute(WantedRoute Route, string Because) : NetworkCorrection(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Route(Route);
}

/// <summary>Have a route no more: this one in all that tells it from others, never a whole prefix.</summary>
public sealed record RemoveRoute(NetworkRoute Route, string Because) : NetworkCorrection(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Route(Route);
}

/// <summary>Have a policy rule, exactly this one.</summary>
public sealed record AddRoutingRule(RoutingRule Rule, string Because) : NetworkCorrection(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Rule(Rule);
}

/// <summary>Have a policy rule no more: this one in all that tells it from others.</summary>
public sealed record RemoveRoutingRule(RoutingRule Rule, string Because) : NetworkCorrection(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Rule(Rule);
}

/// <summary>Give a kernel parameter a value.</summary>
public sealed record SetParameter(string Name, string Value, string Because) : NetworkCorrection(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Parameter(Name);
}

/// <summary>Have a WireGuard device listen on its port, with its mark or without one, with the key of its file.</summary>
public sealed record SetTunnel(string Tunnel, string Because) : NetworkCorrection(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Tunnel(Tunnel);
}

/// <summary>Have a WireGuard device that nobody wants listen on another port: it keeps its link, its addresses and its peers.</summary>
/// <param name="Link">The device's.</param>
/// <param name="Port">That it has and a wanted tunnel needs.</param>
public sealed record FreePort(string Link, int Port, string Because) : NetworkCorrection(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Tunnel(Link);
}

/// <summary>Have a peer as the settings want it.</summary>
public sealed record SetPeer(WantedPeer Peer, string Because) : NetworkCorrection(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Peer(Peer.Tunnel, Peer.Key);
}

/// <summary>Have a peer reached where its name leads now: each of its addresses is tried until there is a handshake.</summary>
public sealed record RefreshEndpoint(WantedPeer Peer, string Because) : NetworkCorrection(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Peer(Peer.Tunnel, Peer.Key);
}

/// <summary>Have a handshake with a peer: it is taken away and put back, with all that is remembered of it.</summary>
public sealed record BouncePeer(WantedPeer Peer, string Because) : NetworkCorrection(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Peer(Peer.Tunnel, Peer.Key);
}

/// <summary>Have a peer no more.</summary>
public sealed record RemovePeer(string Tunnel, string Key, string Because) : NetworkCorrection(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Peer(Tunnel, Key);
}

/// <summary>Have a rule of the packet filter no more: this one, never a whole chain.</summary>
public sealed record RemoveFilterRule(FilterRule Rule, string Because) : NetworkCorrection(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Filter(Rule);
}

/// <summary>Have an element of a named set no more, by which a rule stops what must pass; rule, set and its other elements stay.</summary>
/// <param name="Rule">With <see cref="FilterRule.Set"/> and <see cref="FilterRule.Element"/>.</param>
public sealed record RemoveSetElement(FilterRule Rule, string Because) : NetworkCorrection(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Filter(Rule);
}

/// <summary>Have what must pass accepted at the head of a chain that drops it for good reasons; policy and rules stay.</summary>
/// <param name="Policy">The chain, with <see cref="FilterRule.PolicyDrop"/>, or a rule of it with a <see cref="FilterRule.Set"/>.</param>
public sealed record LetThrough(FilterRule Policy, string Because) : NetworkCorrection(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Filter(Policy);
}

/// <summary>Have the daemon's own table of the packet filter say what the settings want.</summary>
public sealed record SetOwnFilter(string Because) : NetworkCorrection(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.OwnFilter;
}

/// <summary>Have the process that serves a port go on, which a signal stopped.</summary>
/// <param name="Program">What it calls itself: no other is touched.</param>
public sealed record ContinueService(int Port, string Program, int Process, string Because) : NetworkCorrection(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Service(Port);
}

/// <summary>Have the process that serves a port, and does it wrongly, serve it no more: what keeps it starts it again.</summary>
/// <param name="Program">What it calls itself: no other is touched.</param>
public sealed record EndService(int Port, string Program, int Process, string Because) : NetworkCorrection(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Service(Port);
}

/// <summary>Have a service run that nobody serves, by the command that the settings have for it.</summary>
public sealed record StartService(int Port, string Because) : NetworkCorrection(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.Service(Port);
}

/// <summary>Have a configuration file say what the settings want; what it says beside that stays.</summary>
public sealed record RepairFile(string Path, string Because) : NetworkCorrection(Because)
{
    [JsonIgnore]
    public override string Resource => Resources.File(Path);
}
