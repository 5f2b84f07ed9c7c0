using System.Globalization;
using EventOps.Model;

namespace EventOps.Actuators.Network;

/// <summary>Rules in the words of nft(8), as a session lists them too: protocols by their numbers.</summary>
internal static class FilterTerms
{
    /// <summary>Lets these packets through.</summary>
    public static string Accept(WantedFlow flow)
    {
        var link = $"{(flow.IsInput ? "iifname" : "oifname")} \"{flow.Link}\"";
        var kind = flow.Protocol switch
        {
            "icmp" => "meta l4proto 1",
            "icmpv6" => "meta l4proto 58",
            var protocol => string.Create(
                CultureInfo.InvariantCulture,
                $"{(flow.SourcePort == 0 ? "" : $"{protocol} sport {flow.SourcePort}")}{(flow.SourcePort == 0 || flow.DestinationPort == 0 ? "" : " ")}{(flow.DestinationPort == 0 ? "" : $"{protocol} dport {flow.DestinationPort}")}"),
        };
        return $"{link} {kind} accept";
    }

    /// <summary>The same in the words of iptables-save(8), after the chain.</summary>
    public static IReadOnlyList<string> AcceptLegacy(WantedFlow flow) =>
    [
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
