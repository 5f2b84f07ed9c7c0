using EventOps.Model;

namespace EventOps.Rules.Process.Memory;

/// <summary>What is known of the network and of what the settings want of it.</summary>
internal sealed class NetworkMemory(IFactSink facts) : IMemory
{
    private readonly WantedNetwork _wanted = new(facts);
    private readonly Dictionary<(Type, string), Action> _sensed = [];

    /// <inheritdoc/>
    public void Apply(Event e)
    {
        switch (e)
        {
            case SettingsLoaded settings:
                _wanted.Replace(settings.Network);
                break;

            // A correction that did not come about is thought of anew: whatever is still wrong fires again.
            case NetworkLooked:
                _wanted.Repeat();
                break;

            case LinkChanged link:
                Apply(link.Change, link.Link);
                break;

            case AddressChanged address:
                Apply(address.Change, address.Address);
                break;

            case RouteChanged route:
                Apply(route.Change, route.Route);
                break;

            case RoutingRuleChanged rule:
                Apply(rule.Change, rule.Rule);
                break;

            case NeighbourChanged neighbour:
                Apply(neighbour.Change, neighbour.Neighbour);
                break;

            case TunnelChanged tunnel:
                Apply(tunnel.Change, tunnel.Tunnel);
                break;

            case PeerChanged peer:
                Apply(peer.Change, peer.Peer);
                break;

            case FilterRuleChanged rule:
                Apply(rule.Change, rule.Rule);
                break;

            case ParameterRead read:
                Set(read.Parameter);
                break;

            case OwnFilterRead read:
                Set(read.Filter);
                break;

            case NetworkFileRead read:
                Set(read.File);
                break;

            case ListenerRead read:
                Set(read.Listener);
                break;

            case ReachChanged reach:
                Set(reach.Reach);
                break;

            case XdpProgramChanged program:
                Apply(program.Change, program.Program);
                break;

            case StrayTunnelChanged stray:
                Apply(stray.Change, stray.Stray);
                break;

            case PortHolderChanged port:
                Apply(port.Change, port.Holder);
                break;

            case PathMeasured path:
                Apply(path.Change, path.Path);
                break;

            case NetworkRead read:
                Set(new SenseReady(read.Sense));
                break;

            // Of one that fails in a part, the rest is read.
            case SensorFailed { Subject: "" } failed:
                Remove<SenseReady>(failed.Sensor);
                break;

            case SensorGap gap:
                Remove<SenseReady>(gap.Sensor);
                break;

            case DaemonStarted:
                foreach (var forget in _sensed.Values.ToList())
                {
                    forget();
                }

                break;

            default:
                break;
        }
    }

    private void Apply<T>(Change change, T fact)
        where T : class, IFact
    {
        if (change is Change.Removed)
        {
            Remove<T>(fact.Key);
        }
        else
        {
            Set(fact);
        }
    }

    private void Set<T>(T fact)
        where T : class, IFact
    {
        var key = fact.Key;
        _sensed[(typeof(T), key)] = () => Remove<T>(key);
        facts.Set(fact);
    }

    private void Remove<T>(string key)
        where T : class, IFact
    {
        if (_sensed.Remove((typeof(T), key)))
        {
            facts.Remove<T>(key);
        }
    }
}
