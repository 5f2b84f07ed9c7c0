using System.Globalization;
using System.Text;

namespace EventOps.Model;

/// <summary>The daemon's own table of the packet filter: in a table of its own others' flushes miss it, and it never touches theirs.</summary>
public static class OwnTable
{
    public const string Name = "eventops";

    /// <summary>Before the usual filters, so that nobody's accept ends the matter first.</summary>
    public const int Priority = -10;

    /// <summary>Its rules, one a line, as nft(8) reads and lists them; empty when the settings want none.</summary>
    public static IReadOnlyList<string> RulesOf(NetworkPolicy policy) => [.. policy.Services.SelectMany(RulesOf)];

    /// <summary>In nft(8)'s words: packets from this prefix, or to it.</summary>
    public static string TermOf(Cidr prefix, bool isSource) =>
        $"{(prefix.IsIPv6 ? "ip6" : "ip")} {(isSource ? "saddr" : "daddr")} {(prefix.IsHost ? prefix.Address.ToString() : prefix.ToString())}";

    /// <summary>Commands that put the table in the place of whatever is there under its name, as one transaction.</summary>
    public static string CommandsFor(NetworkPolicy policy)
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $$"""
            table inet {{Name}}
            delete table inet {{Name}}

            """));
        var rules = RulesOf(policy);
        if (rules.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"table inet {Name} {{\n  chain input {{\n    type filter hook input priority {Priority}; policy accept;\n");
            foreach (var rule in rules)
            {
                text.Append(CultureInfo.InvariantCulture, $"    {rule}\n");
            }

            text.Append("  }\n}\n");
        }

        return text.ToString();
    }

    private static IEnumerable<string> RulesOf(WantedService service)
    {
        var port = string.Create(CultureInfo.InvariantCulture, $"tcp dport {service.Port}");
        foreach (var link in service.ClosedLinks)
        {
            yield return $"iifname \"{link}\" {port} reject with tcp reset";
        }

        // The narrower prefix comes first. One that is open needs a rule only within one that is closed: this table stops nobody else.
        var sources = service.ClosedSources.Select(p => (Prefix: p, IsOpen: false)).Concat(service.OpenSources.Where(o => service.ClosedSources.Any(c => c.Contains(o))).Select(p => (Prefix: p, IsOpen: true)));
        foreach (var (prefix, isOpen) in sources.OrderByDescending(s => s.Prefix.Length))
        {
            var those = TermOf(prefix, isSource: true);
            foreach (var rule in isOpen ? service.OpenLinks.Select(link => $"iifname \"{link}\" {those} {port} accept") : [$"{those} {port} reject with tcp reset"])
            {
                yield return rule;
            }
        }
    }
}
