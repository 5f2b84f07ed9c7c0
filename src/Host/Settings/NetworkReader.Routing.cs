using EventOps.Model;

namespace EventOps.Host.Settings;

/// <summary>Routes and policy rules.</summary>
internal sealed partial class NetworkReader
{
    private static readonly Dictionary<string, string> Forbidding =
        new(StringComparer.Ordinal) { ["prohibit"] = "prohibit", ["unreachable"] = "unreachable", ["blackhole"] = "blackhole" };

    private WantedRoute ReadRoute(TableReader reader, HashSet<string> links)
    {
        var to = Prefix(reader, "to", "10.0.0.0/8", out var prefix) ? prefix.Network : default;
        var via = Address(reader, "via", "192.168.0.1");
        if (via is not null && reader.AreGood("to", "via") && Cidr.Host(via).IsIPv6 != to.IsIPv6)
        {
            reader.Refuse("via", $"the gateway {via} is not of the family of {to}", "give a gateway of the same family");
        }

        var route = new WantedRoute(
            to,
            KnownLink(reader, "link", "eth0", links),
            via?.ToString(),
            Address(reader, "source", "192.168.0.2")?.ToString(),
            (uint)reader.Count("table", (int)WantedRoute.MainTable, int.MaxValue, least: 1),
            (uint)reader.Count("metric", 0, int.MaxValue));
        Once(reader, "route", "to", route.ToString());
        return route;
    }

    /// <summary>For both families where no address tells which.</summary>
    private IEnumerable<WantedRule> ReadRule(TableReader reader)
    {
        if (!reader.Has("priority"))
        {
            reader.Refuse("priority", "priority is missing: without it the kernel would choose one", "add: priority = 1000");
        }

        if (reader.Has("table") == reader.Has("action"))
        {
            reader.Refuse("table", "a rule has either a table or an action", "give one of the two: table = 100, or action = \"prohibit\"");
        }

        var (to, from) = (OptionalPrefix(reader, "to"), OptionalPrefix(reader, "from"));
        if (to is { } there && from is { } here && there.IsIPv6 != here.IsIPv6)
        {
            reader.Refuse("from", $"{here} is not of the family of {there}", "give prefixes of the same family");
        }

        var selector = new RuleSelector
        {
            IsInverted = reader.Flag("not", false),
            From = from,
            InputLink = reader.Has("iif") ? LinkName(reader, "iif", "lo") : "",
            OutputLink = reader.Has("oif") ? LinkName(reader, "oif", "eth0") : "",
        };
        var mark = (uint)reader.Count("mark", 0, int.MaxValue, least: 1);
        if (!((string[])["to", "from", "iif", "oif", "mark"]).Any(reader.Has) && (reader.Has("action") || selector.IsInverted))
        {
            reader.Refuse(reader.Has("action") ? "action" : "not", "it says nothing of which packets are meant", "add one of to, from, iif, oif and mark");
        }

        var rule = new RoutingRule(
            (to ?? from)?.IsIPv6 ?? false,
            (uint)reader.Count("priority", 1000, 32765, least: 1),
            reader.Has("action") ? reader.Word("action", "prohibit", Forbidding) : "table",
            (uint)reader.Count("table", 0, int.MaxValue, least: 1),
            mark,
            mark == 0 ? 0 : uint.MaxValue,
            selector.ToString(),
            to);
        Once(reader, "rule", "priority", rule.ToString());
        return to is null && from is null ? [new WantedRule(rule), new WantedRule(rule with { IsIPv6 = true })] : [new WantedRule(rule)];
    }

    private static Cidr? OptionalPrefix(TableReader reader, string key) =>
        reader.Has(key) && Prefix(reader, key, "10.0.0.0/8", out var prefix) ? prefix.IsEverything ? null : prefix.Network : null;
}
