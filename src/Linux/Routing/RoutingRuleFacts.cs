using System.Net;
using System.Net.Sockets;
using EventOps.Model;

namespace EventOps.Linux.Routing;

/// <summary>Between policy rules and the facts that rules see of them.</summary>
public static class RoutingRuleFacts
{
    /// <summary>Of all that tells it from others.</summary>
    public static RoutingRule ToFact(this PolicyRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return new RoutingRule(
            rule.Family is AddressFamily.InterNetworkV6,
            rule.Priority,
            rule.Action.ToString().ToLowerInvariant(),
            rule.Table,
            rule.Mark,
            rule.MarkMask,
            SelectorOf(rule).ToString(),
            ToCidr(rule.To));
    }

    /// <exception cref="FormatException">It asks for what is not read here, or does what is not done here.</exception>
    public static PolicyRule ToPolicyRule(this RoutingRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var selector = RuleSelector.Of(rule.Selector);
        if (!selector.IsWhole || !Enum.TryParse<RuleAction>(rule.Action, ignoreCase: true, out var action) || action is RuleAction.GoTo or RuleAction.Unspecified)
        {
            throw new FormatException($"{rule} cannot be made here");
        }

        return new PolicyRule
        {
            Family = rule.IsIPv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork,
            Priority = rule.Priority,
            Action = action,
            Table = rule.Table,
            Mark = rule.Mark,
            MarkMask = rule.MarkMask,
            To = ToNetwork(rule.To),
            From = ToNetwork(selector.From),
            IsInverted = selector.IsInverted,
            InputLink = selector.InputLink,
            OutputLink = selector.OutputLink,
            IPProtocol = (byte)selector.Protocol,
            SourcePorts = ToPorts(selector.SourcePorts),
            DestinationPorts = ToPorts(selector.DestinationPorts),
            TypeOfService = (byte)selector.TypeOfService,
            Users = selector.Users is { } users ? new UserRange(users.First, users.Last) : null,
            SuppressedPrefixLength = selector.SuppressedPrefixLength,
            Protocol = RouteProtocol.Static,
        };
    }

    private static RuleSelector SelectorOf(PolicyRule rule) => new()
    {
        IsInverted = rule.IsInverted,
        From = ToCidr(rule.From),
        InputLink = rule.InputLink,
        OutputLink = rule.OutputLink,
        Protocol = rule.IPProtocol,
        SourcePorts = ToRange(rule.SourcePorts),
        DestinationPorts = ToRange(rule.DestinationPorts),
        TypeOfService = rule.TypeOfService,
        Users = rule.Users is { } users ? new NumberRange(users.First, users.Last) : null,
        SuppressedPrefixLength = rule.SuppressedPrefixLength,
        IsWhole = !rule.IsPartlyRead && rule.SuppressedLinkGroup < 0,
    };

    private static Cidr? ToCidr(IPNetwork? network) => network is { } prefix ? new Cidr(prefix.BaseAddress, prefix.PrefixLength) : null;

    private static IPNetwork? ToNetwork(Cidr? prefix) => prefix is { } network ? new IPNetwork(network.Address, network.Length) : null;

    private static NumberRange? ToRange(PortRange? ports) => ports is { } range ? new NumberRange(range.First, range.Last) : null;

    private static PortRange? ToPorts(NumberRange? range) => range is { } ports ? new PortRange((ushort)ports.First, (ushort)ports.Last) : null;
}
