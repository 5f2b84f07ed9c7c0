namespace EventOps.Model;

/// <summary>The part of <see cref="EventDigest"/> that is about the network.</summary>
internal static class NetworkDigest
{
    /// <inheritdoc cref="EventDigest.KeyOf"/>
    public static string? KeyOf(Event e) => e switch
    {
        ParameterRead read => Key("parameter", read.Parameter),
        OwnFilterRead read => Key("own-filter", read.Filter),
        NetworkFileRead read => Key("file", read.File),
        ListenerRead read => Key("listener", read.Listener),
        ReachChanged reach => Key("reach", reach.Reach),
        NetworkRead read => "read:" + read.Sense,
        _ => Changing(e) is (not Change.Removed, var key) ? key : null,
    };

    /// <inheritdoc cref="EventDigest.EndedBy"/>
    public static string? EndedBy(Event e) => Changing(e) is (Change.Removed, var key) ? key : null;

    private static (Change Change, string Key)? Changing(Event e) => e switch
    {
        LinkChanged { Link: var it } changed => (changed.Change, Key("link", it)),
        AddressChanged { Address: var it } changed => (changed.Change, Key("address", it)),
        RouteChanged { Route: var it } changed => (changed.Change, Key("route", it)),
        RoutingRuleChanged { Rule: var it } changed => (changed.Change, Key("rule", it)),
        NeighbourChanged { Neighbour: var it } changed => (changed.Change, Key("neighbour", it)),
        TunnelChanged { Tunnel: var it } changed => (changed.Change, Key("tunnel", it)),
        PeerChanged { Peer: var it } changed => (changed.Change, Key("peer", it)),
        FilterRuleChanged { Rule: var it } changed => (changed.Change, Key("filter", it)),
        XdpProgramChanged { Program: var it } changed => (changed.Change, Key("xdp", it)),
        StrayTunnelChanged { Stray: var it } changed => (changed.Change, Key("stray", it)),
        PortHolderChanged { Holder: var it } changed => (changed.Change, Key("port", it)),
        PathMeasured { Path: var it } changed => (changed.Change, Key("path", it)),
        _ => null,
    };

    private static string Key(string kind, IFact fact) => $"{kind}:{fact.Key}";
}
