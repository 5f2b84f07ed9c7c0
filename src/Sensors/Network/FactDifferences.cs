using EventOps.Model;

namespace EventOps.Sensors.Network;

/// <summary>What was last told, so that only differences are told.</summary>
internal sealed class FactDifferences
{
    private Dictionary<(Type, string), IFact> _told = [];

    /// <summary>The events that lead from what was last told to what is so now; what is gone first.</summary>
    public IReadOnlyList<Event> To(IEnumerable<IFact> now)
    {
        var present = new Dictionary<(Type, string), IFact>();
        foreach (var fact in now)
        {
            present[(fact.GetType(), fact.Key)] = fact;
        }

        var events = new List<Event>();
        foreach (var (key, fact) in _told)
        {
            if (!present.ContainsKey(key))
            {
                events.Add(EventOf(Change.Removed, fact));
            }
        }

        foreach (var (key, fact) in present)
        {
            if (!_told.TryGetValue(key, out var before))
            {
                events.Add(EventOf(Change.Added, fact));
            }
            else if (!before.Equals(fact))
            {
                events.Add(EventOf(Change.Changed, fact));
            }
        }

        _told = present;
        return events;
    }

    private static Event EventOf(Change change, IFact fact) => fact switch
    {
        NetworkLink link => new LinkChanged(change, link),
        NetworkAddress address => new AddressChanged(change, address),
        NetworkRoute route => new RouteChanged(change, route),
        RoutingRule rule => new RoutingRuleChanged(change, rule),
        Tunnel tunnel => new TunnelChanged(change, tunnel),
        TunnelPeer peer => new PeerChanged(change, peer),
        FilterRule rule => new FilterRuleChanged(change, rule),
        OwnFilter filter => new OwnFilterRead(filter),
        KernelParameter parameter => new ParameterRead(parameter),
        NetworkFile file => new NetworkFileRead(file),
        _ => throw new ArgumentException($"{fact.GetType().Name} has no event", nameof(fact)),
    };
}
