using System.Net.Sockets;
using EventOps.Linux.Filtering;
using EventOps.Linux.Nftables;
using EventOps.Model;

namespace EventOps.Sensors.Network;

/// <summary>Judges the rules of legacy iptables, as far as they can stand in the way. Pure.</summary>
internal static class LegacyRules
{
    public static IEnumerable<FilterRule> InTheWay(IReadOnlyList<LegacyChain> chains, IReadOnlyList<LegacyRule> rules, IReadOnlyList<WantedFlow> flows)
    {
        var view = new FilterView([.. chains.Select(ChainOf)], [.. rules.Select((r, i) => Parse(r, chains, (ulong)i + 1))]);
        return FilterJudge.StandingInTheWay(view, flows).Concat(FilterJudge.PoliciesInTheWay(view, flows))
            .Select(r => r with { Backend = r.Family == "ip6" ? "ip6tables-legacy" : "iptables-legacy", Handle = 0 });
    }

    private static string FamilyOf(AddressFamily family) => family is AddressFamily.InterNetworkV6 ? "ip6" : "ip";

    private static NftChain ChainOf(LegacyChain chain) => new(FamilyOf(chain.Family), chain.Table, chain.Name, 0)
    {
        Hook = chain.Policy == "-" ? "" : chain.Name.ToLowerInvariant(),
        Policy = chain.Policy.ToLowerInvariant(),
    };

    private static FilterLine Parse(LegacyRule rule, IReadOnlyList<LegacyChain> chains, ulong number)
    {
        var family = FamilyOf(rule.Family);
        var words = rule.Arguments;
        var (matches, verdict, target, isUnderstood, protocol, not) = (new List<FilterMatch>(), "", "", true, "", false);
        for (var i = 0; i < words.Count; i++)
        {
            var value = i + 1 < words.Count ? words[i + 1] : "";
            switch (words[i])
            {
                case "!":
                    not = true;
                    continue;
                case "-p":
                    protocol = value == "ipv6-icmp" ? "icmpv6" : value;
                    Add("meta l4proto", protocol);
                    break;
                case "-i":
                    Add("meta iifname", value.Replace('+', '*'));
                    break;
                case "-o":
                    Add("meta oifname", value.Replace('+', '*'));
                    break;
                case "-s":
                    Add(family + " saddr", value);
                    break;
                case "-d":
                    Add(family + " daddr", value);
                    break;
                case "--dport":
                    Add(protocol + " dport", value.Replace(':', '-'));
                    break;
                case "--sport":
                    Add(protocol + " sport", value.Replace(':', '-'));
                    break;
                case "--icmp-type":
                    Add("icmp type", value);
                    break;
                case "--icmpv6-type":
                    Add("icmpv6 type", value);
                    break;
                case "--dports":
                    Add(protocol + " dport", value.Replace(':', '-').Split(','));
                    break;
                case "--sports":
                    Add(protocol + " sport", value.Replace(':', '-').Split(','));
                    break;
                case "--ctstate" or "--state":
                    Add("ct state", value.ToLowerInvariant().Split(','));
                    break;
                case "-m" when value is "tcp" or "udp" or "icmp" or "icmp6" or "comment" or "multiport" or "conntrack" or "state":
                    break;
                case "-j" when chains.Any(c => c.Family == rule.Family && c.Table == rule.Table && c.Name == value):
                    (verdict, target) = ("jump", value);
                    break;
                case "-g":
                    (verdict, target) = ("goto", value);
                    break;
                case "-j":
                    verdict = value.ToLowerInvariant();
                    break;
                case "--notrack":
                    continue;
                case "--comment" or "--reject-with" or "--to-ports" or "--to-destination":
                    break;
                default:
                    isUnderstood = false;
                    continue;
            }

            not = false;
            i++;
        }

        return new FilterLine(family, rule.Table, rule.Chain, number, rule.Text, matches, verdict, target, isUnderstood);

        void Add(string key, params string[] values) => matches.Add(new FilterMatch(key, not ? "!=" : "==", values));
    }
}
