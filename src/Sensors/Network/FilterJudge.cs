using System.Globalization;
using System.Net;
using EventOps.Linux.Nftables;
using EventOps.Model;

namespace EventOps.Sensors.Network;

/// <summary>Finds the rules of a packet filter that stop packets which must not be stopped. Pure.</summary>
internal static class FilterJudge
{
    private static readonly string[] Stopping = ["drop", "reject", "redirect", "dnat", "tproxy", "queue"];

    public static IEnumerable<FilterRule> StandingInTheWay(FilterView rules, IReadOnlyList<WantedFlow> flows)
    {
        var found = new Dictionary<(string, string, ulong), FilterRule>();
        foreach (var chain in rules.Chains.Where(c => c.Hook.Length > 0 && !(c.Family == "inet" && c.Table == OwnTable.Name)))
        {
            foreach (var flow in flows.Where(f => IsSeen(chain, f)))
            {
                foreach (var (rule, isSure) in Walk(rules, chain, flow, depth: 0).Rules)
                {
                    var key = (rule.Family, rule.Table, rule.Handle);
                    if (!found.TryGetValue(key, out var known) || (isSure && !known.IsSure))
                    {
                        var (set, element) = isSure ? HolderOf(rule, flow) : default;
                        found[key] = new FilterRule("nft", rule.Family, rule.Table, rule.Chain, rule.Handle, rule.Text, flow.ToString(), isSure, set, element);
                    }
                }
            }
        }

        return found.Values;
    }

    /// <summary>Chains without an end of their own for a packet that must pass: those with the policy drop that nothing in them accepts.</summary>
    public static IEnumerable<FilterRule> PoliciesInTheWay(FilterView rules, IReadOnlyList<WantedFlow> flows)
    {
        foreach (var chain in rules.Chains.Where(c => c is { Policy: "drop", Hook.Length: > 0 }))
        {
            foreach (var flow in flows.Where(f => IsSeen(chain, f)))
            {
                if (!Walk(rules, chain, flow, depth: 0).IsAccepted)
                {
                    yield return new FilterRule("nft", chain.Family, chain.Table, chain.Name, 0, FilterRule.PolicyDrop, flow.ToString(), true);
                    break;
                }
            }
        }
    }

    private static bool IsSeen(NftChain chain, WantedFlow flow) =>
        (flow.IsInput ? chain.Hook is "prerouting" or "input" or "ingress" : chain.Hook is "output" or "postrouting" or "egress")
        && chain.Family switch
        {
            "ip" => flow.Family is 4 or 0,
            "ip6" => flow.Family is 6 or 0,
            "inet" or "netdev" => true,
            _ => false,
        };

    private static (bool IsAccepted, List<(FilterLine, bool)> Rules) Walk(FilterView rules, NftChain chain, WantedFlow flow, int depth)
    {
        var stopping = new List<(FilterLine, bool)>();
        foreach (var rule in rules.Lines.Where(r => r.Family == chain.Family && r.Table == chain.Table && r.Chain == chain.Name))
        {
            var fit = Fits(rule, flow);
            if (fit is Fit.No)
            {
                continue;
            }

            if (Stopping.Contains(rule.Verdict) && Concerns(rule, flow))
            {
                stopping.Add((rule, fit is Fit.Yes));
            }
            else if (rule.Verdict is "accept" && fit is Fit.Yes)
            {
                return (true, stopping);
            }
            else if (rule.Verdict is "jump" or "goto" && depth < 16
                && rules.Chains.FirstOrDefault(c => c.Family == chain.Family && c.Table == chain.Table && c.Name == rule.Target) is { } next)
            {
                var (isAccepted, inner) = Walk(rules, next, flow, depth + 1);
                stopping.AddRange(inner.Select(i => (i.Item1, i.Item2 && fit is Fit.Yes)));
                if (isAccepted && fit is Fit.Yes)
                {
                    return (true, stopping);
                }
            }
        }

        return (false, stopping);
    }

    /// <summary>The named set by which a rule fits, and the element that does when it is just one address or port.</summary>
    private static (string? Set, string? Element) HolderOf(FilterLine rule, WantedFlow flow)
    {
        var held = rule.Matches.Where(m => m.Set.Length > 0).ToList();
        if (held is not [{ Operator: "==" or "in" } match])
        {
            return held is [] ? default : (held[0].Set, null);
        }

        var fitting = match.Values.Where(v => Fits(match with { Values = [v] }, flow, rule) is Fit.Yes).ToList();
        return (match.Set, fitting is [var one] && NftElement.IsAddressOrPort(one) ? one : null);
    }

    /// <summary>Translating what others forward is none of our business; a diverted beginning of ours is.</summary>
    private static bool Concerns(FilterLine rule, WantedFlow flow) => rule.Verdict is "drop" or "reject" || (flow is { IsNew: true, IsInput: true } && flow.Protocol != "icmpv6");

    private enum Fit
    {
        No,
        Maybe,
        Yes,
    }

    private static Fit Fits(FilterLine rule, WantedFlow flow)
    {
        var fit = rule.IsUnderstood ? Fit.Yes : Fit.Maybe;
        foreach (var match in rule.Matches)
        {
            var one = Fits(match, flow, rule);
            one = match.Operator == "!=" ? one switch { Fit.Yes => Fit.No, Fit.No => Fit.Yes, _ => one } : match.Operator is "==" or "in" ? one : Fit.Maybe;
            fit = one < fit ? one : fit;
        }

        return fit;
    }

    private static Fit Fits(FilterMatch match, WantedFlow flow, FilterLine rule) => match.Key switch
    {
        "meta iifname" or "meta iif" => flow.IsInput ? Any(match, v => IsLink(v, flow.Link)) : Fit.No,
        "meta oifname" or "meta oif" => flow.IsInput ? Fit.No : Any(match, v => IsLink(v, flow.Link)),
        "meta l4proto" or "ip protocol" or "ip6 nexthdr" => Any(match, v => IsProtocol(v, flow.Protocol)),
        "meta nfproto" or "meta protocol" => flow.Family == 0 ? Fit.Maybe : Any(match, v => v is "ipv6" or "ip6" or "10" == (flow.Family == 6)),
        "tcp dport" or "udp dport" or "th dport" => Port(match, flow, flow.DestinationPort),
        "tcp sport" or "udp sport" or "th sport" => Port(match, flow, flow.SourcePort),
        "icmp type" => flow.Protocol == "icmp" ? Any(match, v => v is "echo-request" or "echo-reply" or "8" or "0") : Fit.No,
        "icmpv6 type" => flow.Protocol == "icmpv6" ? Any(match, flow.IsPing ? IsEchoType : IsNeighbourType) : Fit.No,
        "ip saddr" or "ip6 saddr" => Address(match, flow.Source),
        "ip daddr" or "ip6 daddr" => Address(match, flow.Destination),
        "ct state" => Any(match, v => v == (flow.IsNew ? "new" : "established") || v is "untracked"),
        "xt icmp" => flow.Protocol == "icmp" ? Says(rule.Text, "icmp type echo-re") : Fit.No,
        "xt icmp6" => flow.Protocol != "icmpv6" ? Fit.No : flow.IsPing ? Says(rule.Text, "icmpv6 type echo-re") : Says(rule.Text, "icmpv6 type nd-", "packet-too-big"),
        _ => Fit.Maybe,
    };

    private static Fit Says(string text, params string[] words) =>
        !text.Contains(" type ", StringComparison.Ordinal) ? Fit.Yes : words.Any(w => text.Contains(w, StringComparison.Ordinal)) ? Fit.Yes : Fit.No;

    private static Fit Any(FilterMatch match, Func<string, bool> is_) => match is { Values.Count: 0, Set: "" } ? Fit.Maybe : match.Values.Any(is_) ? Fit.Yes : Fit.No;

    private static bool IsLink(string value, string link) =>
        value.EndsWith('*') ? link.StartsWith(value[..^1], StringComparison.Ordinal) : value == link;

    private static bool IsProtocol(string value, string protocol) => value == protocol || (value, protocol) switch
    {
        ("1", "icmp") or ("6", "tcp") or ("17", "udp") or ("58" or "ipv6-icmp", "icmpv6") => true,
        _ => false,
    };

    private static bool IsEchoType(string type) => type is "echo-request" or "echo-reply" or "128" or "129";

    private static bool IsNeighbourType(string type) => type is "nd-neighbor-solicit" or "nd-neighbor-advert" or "135" or "136" or "packet-too-big" or "2";

    private static Fit Port(FilterMatch match, WantedFlow flow, int port)
    {
        var protocol = match.Key.Split(' ')[0];
        return protocol != "th" && protocol != flow.Protocol ? Fit.No
            : port == 0 ? Fit.Maybe
            : Any(match, v => Range(v) is var (first, last) && port >= first && port <= last);
    }

    private static (int First, int Last)? Range(string value)
    {
        var parts = value.Split('-');
        return int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? (first, last) : null;
    }

    private static Fit Address(FilterMatch match, string? address) => address is null || !IPAddress.TryParse(address, out var ours)
        ? Fit.Maybe
        : Any(match, v => Cidr.TryParse(v, out var prefix, out _) && prefix.Contains(ours));
}
