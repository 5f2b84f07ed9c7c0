using EventOps.Model;

namespace EventOps.Host.Guard;

/// <summary>Who last undid a correction of the network, by the resource, as far as the senses tell.</summary>
internal sealed class Undoers
{
    /// <summary>More than any host has things that are wanted; what others invent must not fill the memory.</summary>
    private const int Most = 1000;

    private readonly Dictionary<string, string> _last = new(StringComparer.Ordinal);
    private IReadOnlyList<WantedRoute> _routes = [];

    public string? Of(string resource) => _last.GetValueOrDefault(resource);

    public void See(Event e)
    {
        switch (e)
        {
            case SettingsLoaded settings:
                _routes = settings.Network is { } policy ? NetworkPlan.RoutesOf(policy) : [];
                break;

            case RouteChanged { Change: Change.Removed, By: { } by, Route: var route }:
                foreach (var wanted in _routes.Where(route.Is))
                {
                    Note(Resources.Route(wanted), by);
                }

                break;

            case RouteChanged { By: { } by, Route: var route }:
                Note(Resources.Route(route), by);
                break;

            case AddressChanged { By: { } by, Address: var address }:
                Note(Resources.Address(address.Link, address.Address), by);
                break;

            case LinkChanged { By: { } by, Link: var link }:
                Note(Resources.Link(link.Name), by);
                break;

            case RoutingRuleChanged { By: { } by, Rule: var rule }:
                Note(Resources.Rule(rule), by);
                break;

            case FilterRuleChanged { By: { } by, Rule: var rule }:
                Note(Resources.Filter(rule), by);
                break;

            case OwnFilterRead { By: { } by, Filter.IsWanted: false }:
                Note(Resources.OwnFilter, by);
                break;

            default:
                break;
        }
    }

    private void Note(string resource, string by)
    {
        if (_last.Count >= Most)
        {
            _last.Clear();
        }

        _last[resource] = by;
    }
}
