using System.Globalization;
using EventOps.Linux.Routing;
using EventOps.Model;

namespace EventOps.Sensors.Network;

/// <summary>Policy rules in words.</summary>
internal static class RoutingRules
{
    /// <summary>One of the three that each namespace begins with, or the one for VRFs.</summary>
    public static bool IsKernels(PolicyRule rule) =>
        rule.IsVrf
        || (rule.Action is RuleAction.Table && rule.To is null && rule.From is null && rule.MarkMask == 0 && SelectorOf(rule).Length == 0
            && (rule.Priority, rule.Table) is (0, RouteTable.Local) or (32766, RouteTable.Main) or (32767, RouteTable.Default));

    public static RoutingRule FactOf(PolicyRule rule) => new(
        rule.Family is System.Net.Sockets.AddressFamily.InterNetworkV6,
        rule.Priority,
        rule.Action.ToString().ToLowerInvariant(),
        rule.Table,
        rule.Mark,
        rule.MarkMask,
        SelectorOf(rule),
        rule.To is { } to ? new Cidr(to.BaseAddress, to.PrefixLength) : null);

    private static string SelectorOf(PolicyRule rule)
    {
        var words = new List<string>();
        if (rule.IsInverted)
        {
            words.Add("not");
        }

        if (rule.From is { } from)
        {
            words.Add($"from {from}");
        }

        if (rule.InputLink.Length > 0)
        {
            words.Add("iif " + rule.InputLink);
        }

        if (rule.OutputLink.Length > 0)
        {
            words.Add("oif " + rule.OutputLink);
        }

        if (rule.IPProtocol != 0)
        {
            words.Add(string.Create(CultureInfo.InvariantCulture, $"ipproto {rule.IPProtocol}"));
        }

        if (rule.SourcePorts is { } source)
        {
            words.Add(string.Create(CultureInfo.InvariantCulture, $"sport {source.First}-{source.Last}"));
        }

        if (rule.DestinationPorts is { } destination)
        {
            words.Add(string.Create(CultureInfo.InvariantCulture, $"dport {destination.First}-{destination.Last}"));
        }

        if (rule.TypeOfService != 0)
        {
            words.Add(string.Create(CultureInfo.InvariantCulture, $"tos {rule.TypeOfService}"));
        }

        if (rule.SuppressedPrefixLength >= 0)
        {
            words.Add(string.Create(CultureInfo.InvariantCulture, $"suppress_prefixlength {rule.SuppressedPrefixLength}"));
        }

        return string.Join(' ', words);
    }
}
