using System.Globalization;
using EventOps.Model;

namespace EventOps.Linux.Filtering;

/// <summary>Rules in the words of nft(8), as a session lists them too: protocols by their numbers.</summary>
public static class FilterTerms
{
    /// <summary>Names of others' tables and chains: nft's own language takes letters, digits and few signs without quotes.</summary>
    public static bool IsPlain(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length > 0 && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');
    }

    /// <summary>Lets through, in one chain, what of these packets comes there: a rule each.</summary>
    /// <param name="hook">Of the chain; empty for one that is jumped to.</param>
    public static IEnumerable<string> AcceptIn(string family, string hook, IEnumerable<WantedFlow> flows)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return flows
            .Where(f => (hook.Length == 0 || f.IsInput == hook is "input" or "prerouting" or "ingress") && (family, f.Family) is not (("ip", 6) or ("ip6", 4)))
            .Select(Accept).Distinct(StringComparer.Ordinal);
    }

    /// <summary>Lets these packets through.</summary>
    public static string Accept(WantedFlow flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        var link = $"{(flow.IsInput ? "iifname" : "oifname")} \"{flow.Link}\"";
        var kind = flow.Protocol switch
        {
            "icmp" => "meta l4proto 1",
            "icmpv6" => "meta l4proto 58",
            var protocol => string.Create(
                CultureInfo.InvariantCulture,
                $"{(flow.SourcePort == 0 ? "" : $"{protocol} sport {flow.SourcePort}")}{(flow.SourcePort == 0 || flow.DestinationPort == 0 ? "" : " ")}{(flow.DestinationPort == 0 ? "" : $"{protocol} dport {flow.DestinationPort}")}"),
        };
        var others = flow.Named is { } named ? OwnTable.TermOf(named, flow.IsInput) + " " : "";
        return $"{link} {others}{kind} accept";
    }

    /// <summary>The same in the words of iptables-save(8), after the chain.</summary>
    public static IReadOnlyList<string> AcceptLegacy(WantedFlow flow) =>
    [
        .. flow.Named is { IsEverything: false } named ? (string[])[flow.IsInput ? "-s" : "-d", named.ToString()] : [],
        flow.IsInput ? "-i" : "-o", flow.Link,
        .. flow.Protocol switch
        {
            "icmp" => ["-p", "icmp"],
            "icmpv6" => ["-p", "ipv6-icmp"],
            var protocol => (string[])["-p", protocol, "-m", protocol, .. Port("--sport", flow.SourcePort), .. Port("--dport", flow.DestinationPort)],
        },
        "-j", "ACCEPT",
    ];

    private static string[] Port(string option, int port) => port == 0 ? [] : [option, port.ToString(CultureInfo.InvariantCulture)];
}
