using EventOps.Model;

namespace EventOps.Rules.Process.Memory;

/// <summary>The wanted state of the network and what it implies, as facts.</summary>
internal sealed class WantedNetwork(IFactSink facts)
{
    private readonly Dictionary<(Type, string), (Action Put, Action Take)> _wanted = [];

    /// <summary>From here on this is wanted, and nothing else.</summary>
    public void Replace(NetworkPolicy? policy)
    {
        var before = _wanted.Keys.ToHashSet();
        if (policy is not null)
        {
            Put([policy], before);
            Put(policy.Links, before);
            Put(policy.Addresses, before);
            Put(NetworkPlan.RoutesOf(policy), before);
            Put(NetworkPlan.PathsOf(policy), before);
            Put(NetworkPlan.NeighboursOf(policy), before);
            Put(policy.Rules, before);
            Put(policy.Tunnels, before);
            Put(policy.Peers, before);
            Put(NetworkPlan.ParametersOf(policy), before);
            Put(policy.Names, before);
            Put(policy.Services, before);
            Put(policy.Probes, before);
        }

        foreach (var gone in before)
        {
            _wanted.Remove(gone, out var entry);
            entry.Take();
        }
    }

    /// <summary>Says all of it once more, so that every rule whose conditions hold fires again.</summary>
    public void Repeat()
    {
        foreach (var (put, _) in _wanted.Values)
        {
            put();
        }
    }

    private void Put<T>(IEnumerable<T> wanted, HashSet<(Type, string)> before)
        where T : class, IFact
    {
        foreach (var fact in wanted)
        {
            var key = (typeof(T), fact.Key);
            before.Remove(key);
            _wanted[key] = (() => facts.Set(fact), () => facts.Remove<T>(fact.Key));
            facts.Set(fact);
        }
    }
}
