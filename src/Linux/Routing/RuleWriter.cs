using System.Net;
using System.Runtime.InteropServices;
using EventOps.Linux.Netlink;

namespace EventOps.Linux.Routing;

/// <summary>Writes struct fib_rule_hdr and its attributes.</summary>
internal static class RuleWriter
{
    internal static void Write(NetlinkRequest request, PolicyRule rule)
    {
        request.Fixed(Header(rule)).UInt32(RuleAttribute.Priority, rule.Priority);
        Network(request, RuleAttribute.To, rule.To);
        Network(request, RuleAttribute.From, rule.From);
        Unless(request, RuleAttribute.Table, rule.Table, rule.Table == 0);
        Unless(request, RuleAttribute.GoTo, rule.GoTo, rule.GoTo == 0);
        Name(request, RuleAttribute.InputLink, rule.InputLink);
        Name(request, RuleAttribute.OutputLink, rule.OutputLink);
        Unless(request, RuleAttribute.Mark, rule.Mark, rule.MarkMask == 0);
        Unless(request, RuleAttribute.MarkMask, rule.MarkMask, rule.MarkMask == 0);
        Unless(request, RuleAttribute.SuppressedPrefixLength, (uint)rule.SuppressedPrefixLength, rule.SuppressedPrefixLength < 0);
        Unless(request, RuleAttribute.SuppressedLinkGroup, (uint)rule.SuppressedLinkGroup, rule.SuppressedLinkGroup < 0);
        Byte(request, RuleAttribute.Vrf, rule.IsVrf ? (byte)1 : (byte)0);
        Byte(request, RuleAttribute.Protocol, (byte)rule.Protocol);
        Byte(request, RuleAttribute.IPProtocol, rule.IPProtocol);
        Ports(request, RuleAttribute.SourcePorts, rule.SourcePorts);
        Ports(request, RuleAttribute.DestinationPorts, rule.DestinationPorts);
        if (rule.Users is { } users)
        {
            ReadOnlySpan<uint> both = [users.First, users.Last];
            request.Bytes(RuleAttribute.Users, MemoryMarshal.AsBytes(both));
        }
    }

    private static byte[] Header(PolicyRule rule)
    {
        var header = new byte[PolicyRuleParser.HeaderLength];
        header[0] = KernelFamily.Of(rule.Family);
        header[1] = (byte)(rule.To?.PrefixLength ?? 0);
        header[2] = (byte)(rule.From?.PrefixLength ?? 0);
        header[3] = rule.TypeOfService;
        header[4] = rule.Table <= byte.MaxValue ? (byte)rule.Table : (byte)0;
        header[7] = (byte)rule.Action;
        MemoryMarshal.Write(header.AsSpan(8), rule.IsInverted ? RuleAttribute.InvertFlag : 0u);
        return header;
    }

    private static void Network(NetlinkRequest request, int type, IPNetwork? network)
    {
        if (network is { } given)
        {
            request.Address(type, given.BaseAddress);
        }
    }

    private static void Unless(NetlinkRequest request, int type, uint value, bool isAbsent)
    {
        if (!isAbsent)
        {
            request.UInt32(type, value);
        }
    }

    private static void Byte(NetlinkRequest request, int type, byte value)
    {
        if (value != 0)
        {
            request.Byte(type, value);
        }
    }

    private static void Name(NetlinkRequest request, int type, string name)
    {
        if (name.Length > 0)
        {
            request.Text(type, name);
        }
    }

    private static void Ports(NetlinkRequest request, int type, PortRange? ports)
    {
        if (ports is { } range)
        {
            ReadOnlySpan<ushort> both = [range.First, range.Last];
            request.Bytes(type, MemoryMarshal.AsBytes(both));
        }
    }
}
