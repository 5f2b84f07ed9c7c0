using System.Globalization;
using System.Text;
using EventOps.Linux.Nftables;

namespace EventOps.Actuators.Network.Reversals;

/// <summary>Writes down parts of the packet filter as they are, as commands that bring them back.</summary>
internal static class FilterReversals
{
    /// <summary>A chain, rule by rule in its order; counters begin at zero again.</summary>
    public static string OfChain(NftRuleset rules, string family, string table, string chain) =>
        rules.Rules.Where(r => r.Family == family && r.Table == table && r.Chain == chain)
            .Aggregate(new StringBuilder($"flush chain {family} {table} {chain}\n"), (text, rule) => text.Append(CultureInfo.InvariantCulture, $"add rule {family} {table} {chain} {rule.Text}\n"))
            .ToString();

    /// <summary>A table of the daemon's own making: chains and rules, no sets. Nothing, when there is none.</summary>
    public static string OfTable(NftRuleset rules, string family, string table)
    {
        var text = new StringBuilder($"table {family} {table}\ndelete table {family} {table}\n");
        if (!rules.Tables.Any(t => t.Family == family && t.Name == table))
        {
            return text.ToString();
        }

        text.Append(CultureInfo.InvariantCulture, $"add table {family} {table}\n");
        foreach (var chain in rules.Chains.Where(c => c.Family == family && c.Table == table))
        {
            var hook = chain.IsBase
                ? string.Create(CultureInfo.InvariantCulture, $" {{ type {chain.Type} hook {chain.Hook} priority {chain.Priority}; policy {chain.Policy}; }}")
                : "";
            text.Append(CultureInfo.InvariantCulture, $"add chain {family} {table} {chain.Name}{hook}\n");
        }

        foreach (var rule in rules.Rules.Where(r => r.Family == family && r.Table == table))
        {
            text.Append(CultureInfo.InvariantCulture, $"add rule {family} {table} {rule.Chain} {rule.Text}\n");
        }

        return text.ToString();
    }
}
