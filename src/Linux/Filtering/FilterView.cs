using System.Text.Json;
using EventOps.Linux.Nftables;

namespace EventOps.Linux.Filtering;

/// <summary>One thing that a rule of the packet filter asks of a packet.</summary>
/// <param name="Key">"meta iifname", "udp dport", "ip saddr", "ct state"; "xt icmp" for a match of iptables that is not translated.</param>
/// <param name="Operator">"==", "!=", "in", "&lt;", ...</param>
/// <param name="Values">Texts, numbers, "first-last" for ranges, "address/length" for prefixes.</param>
/// <param name="Set">The named set that the values stand in; empty when they stand in the rule.</param>
public sealed record FilterMatch(string Key, string Operator, IReadOnlyList<string> Values, string Set = "");

/// <summary>A rule, taken apart.</summary>
/// <param name="Verdict">"drop", "reject", "accept", "return", "redirect", "dnat", "jump", "goto" and the like; "vmap" for a map whose verdicts are not known; empty for none.</param>
/// <param name="Target">Where a jump leads.</param>
/// <param name="IsUnderstood">All of it is in the other parts; else it asks for, or does, more than they say.</param>
/// <param name="Map">The verdict map that this is one element of: the rule has others. Null for a rule of its own.</param>
public sealed record FilterLine(
    string Family, string Table, string Chain, ulong Handle, string Text, IReadOnlyList<FilterMatch> Matches, string Verdict, string Target, bool IsUnderstood,
    string? Map = null);

/// <summary>Chains and their rules in order, whichever backend they come from.</summary>
public sealed record FilterView(IReadOnlyList<NftChain> Chains, IReadOnlyList<FilterLine> Lines)
{
    /// <exception cref="FormatException">An expression is not what libnftables writes.</exception>
    public static FilterView Of(NftRuleset rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        try
        {
            var parser = new FilterLineParser(rules.Sets);
            return new FilterView(rules.Chains, [.. rules.Rules.SelectMany(parser.Parse)]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"a rule of the packet filter cannot be read: {e.Message}", e);
        }
    }
}
