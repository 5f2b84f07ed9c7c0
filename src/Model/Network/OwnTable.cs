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
    public static IReadOnlyList<string> RulesOf(NetworkPolicy policy) =>
    [
        .. policy.Services.SelectMany(s => s.ClosedLinks.Select(link =>
            string.Create(CultureInfo.InvariantCulture, $"iifname \"{link}\" tcp dport {s.Port} reject with tcp reset"))),
    ];

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
}
