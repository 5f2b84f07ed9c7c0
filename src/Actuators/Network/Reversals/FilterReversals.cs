using System.Globalization;
using System.Text;
using EventOps.Linux.Nftables;
using EventOps.Model;

namespace EventOps.Actuators.Network.Reversals;

/// <summary>Writes down parts of the packet filter as they are, as commands that bring them back.</summary>
internal static class FilterReversals
{
    /// <summary>One rule, beside those that it stands between; what others have put into its chain meanwhile stays.</summary>
    /// <returns>Null when it is gone.</returns>
    public static FilterReversal? OfRule(NftRuleset rules, FilterRule rule)
    {
        var chain = rules.Rules.Where(r => r.Family == rule.Family && r.Table == rule.Table && r.Chain == rule.Chain).ToList();
        var index = chain.FindIndex(r => r.Handle == rule.Handle);
        if (index < 0)
        {
            return null;
        }

        var (place, text) = ($"rule {rule.Family} {rule.Table} {rule.Chain}", chain[index].Text);
        var last = $"add {place} {text}";
        return (index, chain.Count - index) switch
        {
            (0, 1) => new FilterReversal(last),
            (_, 1) => new FilterReversal(string.Create(CultureInfo.InvariantCulture, $"add {place} handle {chain[index - 1].Handle} {text}"), last),
            _ => new FilterReversal(
                string.Create(CultureInfo.InvariantCulture, $"insert {place} handle {chain[index + 1].Handle} {text}"),
                string.Create(CultureInfo.InvariantCulture, $"insert {place} index {index} {text}")),
        };
    }

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
