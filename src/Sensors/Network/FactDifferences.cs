using EventOps.Model;

namespace EventOps.Sensors.Network;

/// <summary>What was last told, so that only differences are told.</summary>
internal sealed class FactDifferences
{
    private Dictionary<(Type, string), IFact> _told = [];

    /// <summary>The events that lead from what was last told to what is so now; what is gone first.</summary>
    /// <param name="authors">Who changed what, by <see cref="IFact.Key"/>; null when nobody knows.</param>
    /// <param name="isHeld">Of what nothing is told this time; null for none.</param>
    public IReadOnlyList<Event> To(IEnumerable<IFact> now, Func<IFact, string?>? authors = null, Func<(Type, string), bool>? isHeld = null)
    {
        var present = new Dictionary<(Type, string), IFact>();
        foreach (var fact in now)
        {
            present[(fact.GetType(), fact.Key)] = fact;
        }

        var events = new List<Event>();
        foreach (var key in isHeld is null ? [] : present.Keys.Union(_told.Keys).Where(isHeld).ToList())
        {
            if (_told.TryGetValue(key, out var told))
            {
                present[key] = told;
            }
            else
            {
                present.Remove(key);
            }
        }

        foreach (var (key, fact) in _told)
        {
            if (!present.ContainsKey(key))
            {
                events.Add(EventOf(Change.Removed, fact, authors?.Invoke(fact)));
            }
        }

        foreach (var (key, fact) in present)
        {
            if (!_told.TryGetValue(key, out var before))
            {
                events.Add(EventOf(Change.Added, fact, authors?.Invoke(fact)));
            }
            else if (!before.Equals(fact))
            {
                events.Add(EventOf(Change.Changed, fact, authors?.Invoke(fact)));
            }
        }

        _told = present;
        return events;
    }

    private static Event EventOf(Change change, IFact fact, string? by) => fact switch
    {
        NetworkLink link => new LinkChanged(change, link, by),
        NetworkAddress address => new AddressChanged(change, address, by),
        NetworkRoute route => new RouteChanged(change, route, by),
        RoutingRule rule => new RoutingRuleChanged(change, rule, by),
        NetworkNeighbour neighbour => new NeighbourChanged(change, neighbour, by),
        Tunnel tunnel => new TunnelChanged(change, tunnel),
        TunnelPeer peer => new PeerChanged(change, peer),
        FilterRule rule => new FilterRuleChanged(change, rule, by),
        OwnFilter filter => new OwnFilterRead(filter, by),
        KernelParameter parameter => new ParameterRead(parameter),
        ServiceListener listener => new ListenerRead(listener),
        NetworkFile file => new NetworkFileRead(file),
        XdpProgram program => new XdpProgramChanged(change, program),
        StrayTunnel stray => new StrayTunnelChanged(change, stray),
        PortHolder holder => new PortHolderChanged(change, holder),
        PathMtu path => new PathMeasured(change, path),
        _ => throw new ArgumentException($"{fact.GetType().Name} has no event", nameof(fact)),
    };
}
