using System.Text.Json;

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

    /// <summary>The links whose packets an ingress or egress chain sees, parted by spaces; empty for other chains, which see those of all.</summary>
    public string Devices { get; init; } = "";

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
public sealed record NftSet(string Family, string Table, string Name, string Type, string Elements)
{
    /// <summary>Rules put elements in as packets pass, and nothing tells of it.</summary>
    public bool IsDynamic { get; init; }

    /// <summary>Its elements, taken apart.</summary>
    /// <returns>Null when some are of a kind that is not known here, such as concatenations and the parts of a map.</returns>
    /// <exception cref="FormatException">Not what nftables writes.</exception>
    public IReadOnlyList<NftElement>? Read()
    {
        try
        {
            using var document = JsonDocument.Parse(Elements);
            var elements = new List<NftElement>();
            return NftElement.Collect(document.RootElement, elements) ? elements : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException)
        {
            throw new FormatException($"the elements of set {Name} are not the JSON expected: {e.Message}", e);
        }
    }
}

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
