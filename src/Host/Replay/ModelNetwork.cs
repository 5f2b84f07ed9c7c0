using System.Globalization;
using EventOps.Model;

namespace EventOps.Host.Replay;

/// <summary>
/// The network as it would have been: a correction makes so what it names, and nothing else; what others do to it is taken from the journal.
/// What only the recorded corrections brought about is left out. Whether a packet would get through, or a tunnel would come up, it does not know.
/// </summary>
internal sealed class ModelNetwork(FactsSeen facts)
{
    /// <summary>A sense that hears of no changes reads each second; whatever a correction brought about is told well before this.</summary>
    private static readonly TimeSpan ToldWithin = TimeSpan.FromSeconds(5);

    /// <summary>RTPROT_STATIC, as the daemon's own routes have it.</summary>
    private const int Static = 4;

    private readonly Dictionary<string, DateTimeOffset> _ofRecording = new(StringComparer.Ordinal);

    /// <summary>What sensors tell once a correction is made; null for what is not modelled.</summary>
    public Event? EffectOf(Intent intent) => intent switch
    {
        AddRoute { Route: var r } => new RouteChanged(Change.Added, new NetworkRoute(r.To, r.Table, r.KernelMetric, "unicast", r.Link, r.Comes is null ? Static : NetworkRoute.KernelProtocol, r.Via, r.Source)),
        RemoveRoute remove => new RouteChanged(Change.Removed, remove.Route),
        AddAddress add => new AddressChanged(Change.Added, new NetworkAddress(add.Link, add.Address, true, "")),
        RemoveAddress remove => new AddressChanged(Change.Removed, new NetworkAddress(remove.Link, remove.Address, true, "")),
        AddRoutingRule add => new RoutingRuleChanged(Change.Added, add.Rule),
        RemoveRoutingRule remove => new RoutingRuleChanged(Change.Removed, remove.Rule),
        SetLink set when facts.Find<NetworkLink>(set.Link) is { } link => new LinkChanged(Change.Changed, link with { IsUp = true, Mtu = set.Mtu == 0 ? link.Mtu : set.Mtu }),
        SetMaster set when facts.Find<NetworkLink>(set.Link) is { } link => new LinkChanged(Change.Changed, link with { Master = set.Master }),
        SetParameter set => new ParameterRead(new KernelParameter(set.Name, set.Value)),
        SetTunnel set when facts.Find<Tunnel>(set.Tunnel) is { } tunnel && facts.Find<WantedTunnel>(set.Tunnel) is { } wanted =>
            new TunnelChanged(Change.Changed, tunnel with { Port = wanted.Port == 0 ? tunnel.Port : wanted.Port, Mark = wanted.HasMark(tunnel.Mark) ? tunnel.Mark : wanted.Mark, HasFileKey = true }),
        SetPeer { Peer: var p } => new PeerChanged(Change.Added, AsSet(p, facts.Find<TunnelPeer>($"{p.Tunnel} {p.Key}"))),
        RefreshEndpoint { Peer: var p } when facts.Find<TunnelPeer>($"{p.Tunnel} {p.Key}") is { } peer => new PeerChanged(Change.Changed, peer with { IsSilent = false }),
        BouncePeer { Peer: var p } when facts.Find<TunnelPeer>($"{p.Tunnel} {p.Key}") is { } peer => new PeerChanged(Change.Changed, peer with { IsSilent = false }),
        ContinueService go => new ListenerRead(new ServiceListener(go.Port, "", "", go.Program, go.Process)),
        EndService end => new ListenerRead(new ServiceListener(end.Port, "", "", end.Program)),
        StartService start => new ListenerRead(new ServiceListener(start.Port, "")),
        RemovePeer remove when facts.Find<TunnelPeer>($"{remove.Tunnel} {remove.Key}") is { } peer => new PeerChanged(Change.Removed, peer),
        RemoveFilterRule remove => new FilterRuleChanged(Change.Removed, remove.Rule),
        RemoveSetElement remove => new FilterRuleChanged(Change.Removed, remove.Rule),
        LetThrough let => new FilterRuleChanged(Change.Removed, let.Policy),
        SetOwnFilter => new OwnFilterRead(new OwnFilter(true, "")),
        RepairFile repair => new NetworkFileRead(new NetworkFile(repair.Path, "", facts.Find<NetworkFile>(repair.Path)?.Sha256 ?? "")),
        _ => null,
    };

    /// <summary>One that is set wherever it is speaks on.</summary>
    private static TunnelPeer AsSet(WantedPeer wanted, TunnelPeer? before) => new(
        wanted.Tunnel, wanted.Key, wanted.Allowed, wanted.Keepalive, wanted.PresharedKeyFile is not null || (wanted.KeepsPresharedKey && before is { HasPresharedKey: true }), wanted.Endpoint ?? before?.Endpoint, IsHeard: wanted.Endpoint is null && before is { IsHeard: true });

    /// <summary>A correction of the recording begins, which is not made here.</summary>
    public void PassOver(ActionStarted recorded)
    {
        if (EffectOf(recorded.Intent) is { } effect)
        {
            _ofRecording[Words(effect)!] = recorded.At + ToldWithin;
        }
    }

    /// <summary>Whether the journal tells here what a correction brought about that was passed over.</summary>
    public bool IsOfRecording(Event e) => Words(e) is { } words && _ofRecording.TryGetValue(words, out var until) && e.At <= until;

    /// <summary>What an event says is so, without what does not matter to whoever wanted it.</summary>
    private static string? Words(Event e) => e switch
    {
        RouteChanged it => $"route {Sign(it.Change)} {it.Route}",
        AddressChanged it => $"address {Sign(it.Change)} {it.Address.Link} {it.Address.Address}",
        RoutingRuleChanged it => $"{Sign(it.Change)} {it.Rule}",
        LinkChanged it => string.Create(CultureInfo.InvariantCulture, $"link {Sign(it.Change)} {it.Link.Name} {it.Link.IsUp} {it.Link.Mtu} {it.Link.Master}"),
        ParameterRead it => $"parameter {it.Parameter.Name} {it.Parameter.Value}",
        TunnelChanged it => string.Create(CultureInfo.InvariantCulture, $"tunnel {Sign(it.Change)} {it.Tunnel.Name} {it.Tunnel.Port} {it.Tunnel.Mark} {it.Tunnel.HasFileKey}"),
        PeerChanged it => string.Create(CultureInfo.InvariantCulture, $"peer {Sign(it.Change)} {it.Peer.Tunnel} {it.Peer.Key} {it.Peer.Allowed} {it.Peer.Keepalive} {it.Peer.HasPresharedKey}"),
        FilterRuleChanged it => $"filter {Sign(it.Change)} {it.Rule.Backend} {it.Rule}",
        ListenerRead it => string.Create(CultureInfo.InvariantCulture, $"listener {it.Listener.Port} {it.Listener.Problem}"),
        OwnFilterRead it => $"own filter {it.Filter.IsWanted}",
        NetworkFileRead it => $"file {it.File.Path} {it.File.Problems}",
        _ => null,
    };

    private static char Sign(Change change) => change is Change.Removed ? '-' : '+';
}
