using System.Globalization;
using System.Text.RegularExpressions;
using EventOps.Linux.Nftables;
using EventOps.Model;

namespace EventOps.Linux.Filtering;

/// <summary>Finds the rules of a packet filter that stop packets which must not be stopped. Pure.</summary>
public static partial class FilterJudge
{
    /// <summary>The kernel's own limit (NFT_JUMP_STACK_SIZE).</summary>
    private const int MostJumps = 16;

    private static readonly string[] Stopping = ["drop", "reject", "redirect", "dnat", "tproxy", "queue", "vmap"];

    private static readonly string[] Links = ["meta iifname", "meta iif", "meta oifname", "meta oif"];

    public static IEnumerable<FilterRule> StandingInTheWay(FilterView rules, IReadOnlyList<WantedFlow> flows)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var found = new Dictionary<(string, string, ulong), FilterRule>();
        var (torn, withoutStates) = (flows.Where(f => IsTorn(rules, f, flows)).ToHashSet(), (FilterView?)null);
        foreach (var chain in rules.Chains.Where(c => c.Hook.Length > 0 && !(c.Family == "inet" && c.Table == OwnTable.Name)))
        {
            foreach (var flow in flows.Where(f => IsSeen(chain, f)))
            {
                var stopping = new List<(FilterLine, AddressRanges?, bool)>();
                Walk(torn.Contains(flow) ? withoutStates ??= AsInvalid(rules) : rules, chain, flow, EndsOf(flow), IsSurelySeen(chain), stopping, depth: 0);
                foreach (var (rule, ends, isSure) in stopping)
                {
                    var key = (rule.Family, rule.Table, rule.Handle);
                    if (!found.TryGetValue(key, out var known) || (isSure && !known.IsSure))
                    {
                        var (set, element) = isSure ? HolderOf(rule, flow, ends) : default;
                        found[key] = new FilterRule("nft", rule.Family, rule.Table, rule.Chain, rule.Handle, rule.Text, flow.ToString(), isSure, set, element) { IsDefault = IsDefault(rules, rule) };
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
                if (Walk(rules, chain, flow, EndsOf(flow), IsSurelySeen(chain), [], depth: 0) is not Fit.Yes)
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
        }
        && (chain.Devices.Length == 0 || chain.Devices.Split(' ').Contains(flow.Link));

    /// <summary>Whether packets of its flows surely come there: it sees those of some links alone, and which these are is not told.</summary>
    private static bool IsSurelySeen(NftChain chain) => chain is not { Hook: "ingress" or "egress", Devices: "" };

    /// <summary>
    /// Goes through a chain as packets of the flow do. What stops them counts as if it were not there: what comes after it would stop them next.
    /// </summary>
    /// <param name="ends">Who at the other end comes here with them; null when it is not said who that is.</param>
    /// <param name="isSure">That such packets come to this chain.</param>
    /// <param name="stopping">Gets each rule that stops them, whose it stops, and whether it surely does: one that stops some of those who must get through does.</param>
    /// <returns>Whether the packets that come here are accepted, here or in a chain that this one leads to.</returns>
    private static Fit Walk(
        FilterView rules, NftChain chain, WantedFlow flow, AddressRanges? ends, bool isSure, List<(FilterLine, AddressRanges?, bool)> stopping, int depth)
    {
        // How sure it is that they come to the next rule; whether some may have gone back to where they came from.
        var (here, hasLeft, accepted) = (Fit.Yes, false, Fit.No);
        foreach (var rule in rules.Lines.Where(r => r.Family == chain.Family && r.Table == chain.Table && r.Chain == chain.Name))
        {
            var met = ends;
            var fit = Fits(rule, flow, ref met);
            if (fit is Fit.No)
            {
                continue;
            }

            isSure &= here is Fit.Yes;
            switch (rule.Verdict)
            {
                case var verdict when Stopping.Contains(verdict):
                    if (Concerns(rule, flow))
                    {
                        stopping.Add((rule, met, isSure && fit is Fit.Yes));
                    }

                    break;

                case "accept":
                    Accept(fit, met);
                    break;

                case "return":
                    Leave(fit, met);
                    break;

                case "jump" or "goto" when depth < MostJumps && Find(rules, chain, rule.Target) is { } next:
                    var inner = Walk(rules, next, flow, met, isSure && fit is Fit.Yes, stopping, depth + 1);
                    Accept(fit < inner ? fit : inner, met);
                    if (rule.Verdict is "goto" && inner is not Fit.Yes)
                    {
                        Leave(fit, met);
                    }

                    break;
            }

            if (here is Fit.No)
            {
                break;
            }
        }

        return accepted;

        // Whoever comes to a rule that takes all was not taken before: only those who left are not.
        void Accept(Fit fit, AddressRanges? met)
        {
            if (fit is not Fit.No)
            {
                Go(fit, met);
                accepted = here is Fit.No && !hasLeft ? Fit.Yes : Fit.Maybe;
            }
        }

        void Leave(Fit fit, AddressRanges? met)
        {
            hasLeft = true;
            Go(fit, met);
        }

        void Go(Fit fit, AddressRanges? met)
        {
            ends = fit is Fit.Yes ? ends?.Without(met!) : ends;
            here = fit is not Fit.Yes ? Fit.Maybe : ends is null or { IsEmpty: true } ? Fit.No : here;
        }
    }

    private static AddressRanges? EndsOf(WantedFlow flow) =>
        flow.Named is { } named ? AddressRanges.Of([named]).Without(AddressRanges.Of(AllowedAddresses.Split(flow.Except)))
        : Cidr.TryParse(flow.Source ?? flow.Destination, out var host, out _) ? AddressRanges.Of([host])
        : null;

    /// <summary>Whether conntrack follows only what goes the other way: to it these packets then are of no connection, "invalid".</summary>
    private static bool IsTorn(FilterView rules, WantedFlow flow, IReadOnlyList<WantedFlow> flows) =>
        flow.Protocol != "udp" && !IsUntracked(rules, flow)
        && flows.Any(f => f.IsInput != flow.IsInput && f.Link == flow.Link && f.Protocol == flow.Protocol && f.Why == flow.Why && (f.Source, f.Destination) == (flow.Destination, flow.Source)
            && IsUntracked(rules, f));

    private static bool IsUntracked(FilterView rules, WantedFlow flow) => rules.Lines.Any(r =>
        (r.Verdict is "notrack" || (r.Verdict is "ct" && r.Text.Contains("notrack", StringComparison.Ordinal))) && IsFor(r, flow)
        && rules.Chains.Any(c => c.Family == r.Family && c.Table == r.Table && c.Name == r.Chain && IsSeen(c, flow)));

    private static bool IsFor(FilterLine rule, WantedFlow flow)
    {
        var ends = EndsOf(flow);
        return Fits(rule, flow, ref ends) is not Fit.No;
    }

    /// <summary>The rules as an invalid packet meets them. They are there for others too, so what must pass is let through ahead of them.</summary>
    private static FilterView AsInvalid(FilterView rules) => rules with
    {
        Lines = [.. rules.Lines.Select(r => r.Matches.FirstOrDefault(m => IsForInvalid(m, r)) is { } state ? r with { Matches = [.. r.Matches.Where(m => m != state)], Map = "ct state invalid" } : r)],
    };

    private static bool IsForInvalid(FilterMatch match, FilterLine rule) =>
        (match is { Key: "ct state", Operator: "==" or "in" } && match.Values.Contains("invalid"))
        || (match.Key is "xt conntrack" or "xt state" && StateMatch().Matches(rule.Text) is [var only] && !only.Groups["not"].Success && only.Groups["states"].Value.Split(',').Contains("invalid"));

    private static NftChain? Find(FilterView rules, NftChain from, string name) => rules.Chains.FirstOrDefault(c => c.Family == from.Family && c.Table == from.Table && c.Name == name);

    /// <summary>The named set by which a rule fits, and the element that does when it is just one address or port. Of a verdict map none is: others need the rule too.</summary>
    private static (string? Set, string? Element) HolderOf(FilterLine rule, WantedFlow flow, AddressRanges? ends)
    {
        if (rule.Map is not null)
        {
            return (rule.Map, null);
        }

        var held = rule.Matches.Where(m => m.Set.Length > 0).ToList();
        if (held is not [{ Operator: "==" or "in" } match])
        {
            return held is [] ? default : (held[0].Set, null);
        }

        var fitting = match.Values.Where(Holds).ToList();
        return (match.Set, fitting is [var one] && NftElement.IsAddressOrPort(one) ? one : null);

        bool Holds(string value)
        {
            var met = ends;
            return Fits(match with { Values = [value] }, flow, rule, ref met) is Fit.Yes;
        }
    }

    /// <summary>
    /// Whether it stands for its chain's policy: the last of its rules, which asks for nothing, or for no more than a link where something before it was accepted. So
    /// do distributions close a host; one that begins a chain or stands alone there for a link was put there to stop something.
    /// </summary>
    private static bool IsDefault(FilterView rules, FilterLine rule)
    {
        var chain = rules.Lines.Where(r => r.Family == rule.Family && r.Table == rule.Table && r.Chain == rule.Chain).ToList();
        return rule is { Verdict: "drop" or "reject", IsUnderstood: true, Map: null } && chain[^1] == rule
            && (rule.Matches.Count == 0 || (rule.Matches.All(m => Links.Contains(m.Key)) && chain.Exists(r => r.Verdict is "accept" or "jump" or "goto")));
    }

    /// <summary>Translating what others forward is none of our business; a diverted beginning of ours is, one that this host makes included.</summary>
    private static bool Concerns(FilterLine rule, WantedFlow flow) => rule.Verdict is "drop" or "reject" or "vmap" || (flow.IsNew && flow.Protocol != "icmpv6");

    private enum Fit
    {
        No,
        Maybe,
        Yes,
    }

    /// <param name="ends">Who is at the other end; then those of them whom it fits.</param>
    private static Fit Fits(FilterLine rule, WantedFlow flow, ref AddressRanges? ends)
    {
        var fit = rule.IsUnderstood ? Fit.Yes : Fit.Maybe;
        foreach (var match in rule.Matches)
        {
            var one = Fits(match, flow, rule, ref ends);
            fit = one < fit ? one : fit;
        }

        return fit;
    }

    private static Fit Fits(FilterMatch match, WantedFlow flow, FilterLine rule, ref AddressRanges? ends)
    {
        if (IsOfOthers(match, flow))
        {
            return Fit.No;
        }

        if (match.Key is "ip saddr" or "ip6 saddr" == flow.IsInput && match is { Key: "ip saddr" or "ip daddr" or "ip6 saddr" or "ip6 daddr", Operator: "==" or "in" or "!=" } and not { Values.Count: 0, Set: "" }
            && match.Key.StartsWith("ip6", StringComparison.Ordinal) is var isIPv6 && AddressRanges.Of(match.Values, isIPv6) is { } meant)
        {
            if (ends is not null)
            {
                ends = match.Operator == "!=" ? ends.Without(meant) : ends.In(meant);
                return ends.IsEmpty ? Fit.No : Fit.Yes;
            }

            // Whom the settings leave open: it may be anybody but those whom they name as closed.
            return match.Operator != "!=" && meant.Without(AddressRanges.Of(AllowedAddresses.Split(flow.Except).Where(p => p.IsIPv6 == isIPv6))).IsEmpty ? Fit.No : Fit.Maybe;
        }

        var one = Fits(match, flow, rule);
        return match.Operator == "!=" ? one switch { Fit.Yes => Fit.No, Fit.No => Fit.Yes, _ => one } : match.Operator is "==" or "in" ? one : Fit.Maybe;
    }

    /// <summary>Whether it asks of packets what these are not: whatever it compares with, they do not fit.</summary>
    private static bool IsOfOthers(FilterMatch match, WantedFlow flow)
    {
        var key = match.Key.AsSpan();
        var protocol = key[..Math.Max(0, key.IndexOf(' '))];
        return protocol switch
        {
            "ip" => flow.Family == 6,
            "ip6" => flow.Family == 4,
            "tcp" or "udp" or "icmp" or "icmpv6" => !protocol.SequenceEqual(flow.Protocol),
            _ => false,
        };
    }

    private static Fit Fits(FilterMatch match, WantedFlow flow, FilterLine rule) => match.Key switch
    {
        "meta iifname" or "meta iif" => flow.IsInput ? Any(match, v => IsLink(v, flow.Link)) : Fit.No,
        "meta oifname" or "meta oif" => flow.IsInput ? Fit.No : Any(match, v => IsLink(v, flow.Link)),
        "meta l4proto" or "ip protocol" or "ip6 nexthdr" => Any(match, v => IsProtocol(v, flow.Protocol)),
        "meta nfproto" or "meta protocol" => flow.Family == 0 ? Fit.Maybe : Any(match, v => v is "ipv6" or "ip6" or "10" == (flow.Family == 6)),
        "tcp dport" or "udp dport" or "th dport" => Port(match, flow.DestinationPort),
        "tcp sport" or "udp sport" or "th sport" => Port(match, flow.SourcePort),
        "icmp type" => Any(match, v => v is "echo-request" or "echo-reply" or "8" or "0"),
        "icmpv6 type" => Any(match, flow.IsPing ? IsEchoType : IsNeighbourType),
        "ct state" => Any(match, v => IsState(v, flow)),
        "xt conntrack" or "xt state" => State(rule.Text, flow),
        "xt icmp" => flow.Protocol == "icmp" ? Says(rule.Text, "icmp type echo-re") : Fit.No,
        "xt icmp6" => flow.Protocol != "icmpv6" ? Fit.No : flow.IsPing ? Says(rule.Text, "icmpv6 type echo-re") : Says(rule.Text, "icmpv6 type nd-", "packet-too-big"),
        _ => Fit.Maybe,
    };

    private static bool IsState(string state, WantedFlow flow) => state == (flow.IsNew ? "new" : "established") || state is "untracked";

    /// <summary>Of iptables-nft, whose match stands in the text alone.</summary>
    private static Fit State(string text, WantedFlow flow) => StateMatch().Matches(text) is [var only] && only.Groups["states"] is { Length: > 0 } states
        ? states.Value.Split(',').Any(s => IsState(s, flow)) != only.Groups["not"].Success ? Fit.Yes : Fit.No
        : Fit.Maybe;

    /// <summary>Any question about the connection; "states" only where it is the one for its state.</summary>
    [GeneratedRegex("(?<![\\w-])ct (?:state (?<not>!= )?(?<states>[a-z,]+))?", RegexOptions.CultureInvariant)]
    private static partial Regex StateMatch();

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

    private static Fit Port(FilterMatch match, int port) =>
        port == 0 ? Fit.Maybe : Any(match, v => Range(v) is var (first, last) && port >= first && port <= last);

    private static (int First, int Last)? Range(string value)
    {
        var parts = value.Split('-');
        return int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? (first, last) : null;
    }
}
