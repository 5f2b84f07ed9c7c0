namespace EventOps.Linux.Nftables;

/// <param name="Family">ip, ip6, inet, arp, bridge or netdev.</param>
public sealed record NftTable(string Family, string Name, ulong Handle);

/// <summary>A chain. A base chain, where packets come in, has a type, hook and priority; the others are jumped to.</summary>
public sealed record NftChain(string Family, string Table, string Name, ulong Handle)
{
    /// <summary>filter, nat or route; empty for a chain that is jumped to.</summary>
    public string Type { get; init; } = "";

    /// <summary>prerouting, input, forward, output, postrouting, ingress or egress; empty as above.</summary>
    public string Hook { get; init; } = "";

    /// <summary>At one hook the lower comes first; a drop in any chain is final.</summary>
    public int Priority { get; init; }

    /// <summary>accept or drop, of a packet that comes to the end; empty as above.</summary>
    public string Policy { get; init; } = "";

    public bool IsBase => Hook.Length > 0;
}

/// <summary>A rule. Two are equal when they do the same in the same place under the same handle; counters do not count.</summary>
public sealed record NftRule(string Family, string Table, string Chain, ulong Handle)
{
    /// <summary>JSON array as libnftables-json(5) has it, counters empty.</summary>
    public required string Expressions { get; init; }

    /// <summary>As nft(8) shows it, without counts: "udp dport 51820 counter drop". Also tells of what JSON leaves out, such as matches of iptables-nft.</summary>
    public string Text { get; init; } = "";

    public string Comment { get; init; } = "";
}

/// <summary>Packets and bytes of a rule that counts.</summary>
public readonly record struct NftCount(ulong Packets, ulong Bytes);

/// <param name="Elements">JSON array; "[]" when empty.</param>
public sealed record NftSet(string Family, string Table, string Name, string Type, string Elements);

/// <summary>All that nftables holds in a namespace, rules in the order in which they are asked. Rules of iptables-nft are among them; those of legacy iptables are not (<see cref="LegacyTables"/>).</summary>
public sealed record NftRuleset
{
    public required IReadOnlyList<NftTable> Tables { get; init; }

    public required IReadOnlyList<NftChain> Chains { get; init; }

    public required IReadOnlyList<NftRule> Rules { get; init; }

    public required IReadOnlyList<NftSet> Sets { get; init; }

    /// <summary>Of the rules that count.</summary>
    public required IReadOnlyDictionary<NftRule, NftCount> Counts { get; init; }
}
