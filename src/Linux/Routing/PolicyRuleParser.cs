using System.Net;
using System.Runtime.InteropServices;
using EventOps.Linux.Netlink;

namespace EventOps.Linux.Routing;

/// <summary>Reads struct fib_rule_hdr and its attributes.</summary>
internal static class PolicyRuleParser
{
    internal const int HeaderLength = 12;

    internal static PolicyRule? Parse(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < HeaderLength || !KernelFamily.IsKnown(payload[0]))
        {
            return null;
        }

        var rule = new PolicyRule
        {
            Family = KernelFamily.ToNet(payload[0]),
            Priority = 0,
            TypeOfService = payload[3],
            Table = payload[4],
            Action = (RuleAction)payload[7],
            IsInverted = (MemoryMarshal.Read<uint>(payload[8..]) & RuleAttribute.InvertFlag) != 0,
        };
        ReadOnlySpan<byte> to = default, from = default;
        var reader = new AttributeReader(payload[HeaderLength..]);
        while (reader.Read())
        {
            switch (reader.Type)
            {
                case RuleAttribute.To: to = reader.Value; break;
                case RuleAttribute.From: from = reader.Value; break;
                default: rule = With(rule, ref reader); break;
            }
        }

        var toNetwork = KernelFamily.Network(payload[0], to, payload[1]);
        var fromNetwork = KernelFamily.Network(payload[0], from, payload[2]);
        return reader.IsMalformed || toNetwork is null || fromNetwork is null
            ? null
            : rule with { To = Unless0(toNetwork.Value), From = Unless0(fromNetwork.Value) };
    }

    private static IPNetwork? Unless0(IPNetwork network) => network.PrefixLength == 0 ? null : network;

    private static PolicyRule With(PolicyRule rule, ref AttributeReader reader) => reader.Type switch
    {
        RuleAttribute.Priority => rule with { Priority = reader.GetUInt32() },
        RuleAttribute.Table => rule with { Table = reader.GetUInt32() },
        RuleAttribute.InputLink => rule with { InputLink = reader.GetText() },
        RuleAttribute.OutputLink => rule with { OutputLink = reader.GetText() },
        RuleAttribute.Mark => rule with { Mark = reader.GetUInt32() },
        RuleAttribute.MarkMask => rule with { MarkMask = reader.GetUInt32() },
        RuleAttribute.GoTo => rule with { GoTo = reader.GetUInt32() },
        RuleAttribute.SuppressedPrefixLength => rule with { SuppressedPrefixLength = reader.GetInt32() },
        RuleAttribute.SuppressedLinkGroup => rule with { SuppressedLinkGroup = reader.GetInt32() },
        RuleAttribute.Vrf => rule with { IsVrf = reader.GetByte() != 0 },
        RuleAttribute.Protocol => rule with { Protocol = (RouteProtocol)reader.GetByte() },
        RuleAttribute.IPProtocol => rule with { IPProtocol = reader.GetByte() },
        RuleAttribute.SourcePorts => rule with { SourcePorts = Ports(ref reader) },
        RuleAttribute.DestinationPorts => rule with { DestinationPorts = Ports(ref reader) },
        RuleAttribute.Users => rule with { Users = Range(ref reader) },
        // Of single ports the kernel tells a whole mask.
        RuleAttribute.SourcePortMask or RuleAttribute.DestinationPortMask when reader.Value.Length == sizeof(ushort) && MemoryMarshal.Read<ushort>(reader.Value) == ushort.MaxValue => rule,
        RuleAttribute.TunnelId or >= RuleAttribute.CodePoint => rule with { IsPartlyRead = true },
        _ => rule,
    };

    /// <summary>struct fib_rule_uid_range.</summary>
    private static UserRange Range(ref AttributeReader reader)
    {
        var both = reader.GetUInt64();
        Span<uint> halves = MemoryMarshal.Cast<ulong, uint>(new Span<ulong>(ref both));
        return new UserRange(halves[0], halves[1]);
    }

    /// <summary>struct fib_rule_port_range: two numbers in host order.</summary>
    private static PortRange Ports(ref AttributeReader reader)
    {
        var both = reader.GetUInt32();
        Span<ushort> halves = MemoryMarshal.Cast<uint, ushort>(new Span<uint>(ref both));
        return new PortRange(halves[0], halves[1]);
    }
}
