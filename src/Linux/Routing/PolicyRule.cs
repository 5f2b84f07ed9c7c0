using System.Net;
using System.Net.Sockets;

namespace EventOps.Linux.Routing;

/// <summary>FR_ACT_* of linux/fib_rules.h.</summary>
public enum RuleAction
{
    Unspecified = 0,

    /// <summary>Look in the rule's table.</summary>
    Table = 1,
    GoTo = 2,
    Nothing = 3,
    Blackhole = 6,
    Unreachable = 7,
    Prohibit = 8,
}

/// <summary>From and to, both included.</summary>
public readonly record struct PortRange(ushort First, ushort Last);

/// <summary>From and to, both included.</summary>
public readonly record struct UserRange(uint First, uint Last);

/// <summary>A policy rule (RTM_NEWRULE, ip-rule(8)): which table decides on which packets. Asked in order of priority, the lowest first.</summary>
public sealed record PolicyRule : NetworkObject
{
    public required AddressFamily Family { get; init; }

    public required uint Priority { get; init; }

    public RuleAction Action { get; init; } = RuleAction.Table;

    /// <summary>For <see cref="RuleAction.Table"/>.</summary>
    public uint Table { get; init; }

    /// <summary>For packets from there; null for all.</summary>
    public IPNetwork? From { get; init; }

    public IPNetwork? To { get; init; }

    /// <summary>The link that the packet came in by, by name; "lo" stands for what this host sends; empty for any.</summary>
    public string InputLink { get; init; } = "";

    /// <summary>The link that the sending socket is bound to; empty for any.</summary>
    public string OutputLink { get; init; } = "";

    /// <summary>Compared under <see cref="MarkMask"/>.</summary>
    public uint Mark { get; init; }

    /// <summary>0 when the mark does not matter.</summary>
    public uint MarkMask { get; init; }

    /// <summary>"not": for the packets that do not match.</summary>
    public bool IsInverted { get; init; }

    public byte TypeOfService { get; init; }

    /// <summary>Who set it; 0 when not told.</summary>
    public RouteProtocol Protocol { get; init; }

    /// <summary>6 for TCP, 17 for UDP; 0 for any.</summary>
    public byte IPProtocol { get; init; }

    public PortRange? SourcePorts { get; init; }

    public PortRange? DestinationPorts { get; init; }

    /// <summary>Of the sending socket's owner; null for any.</summary>
    public UserRange? Users { get; init; }

    /// <summary>It asks for more than is read here.</summary>
    public bool IsPartlyRead { get; init; }

    /// <summary>Answers of the table with this prefix length or less do not count; -1 when all do. wg-quick(8) uses 0: no default routes.</summary>
    public int SuppressedPrefixLength { get; init; } = -1;

    /// <summary>Answers that lead out of a link of this group do not count; -1 when all do.</summary>
    public int SuppressedLinkGroup { get; init; } = -1;

    /// <summary>The priority to go on at; 0 when it does not jump.</summary>
    public uint GoTo { get; init; }

    /// <summary>For the VRF of the packet's link, whose table then decides.</summary>
    public bool IsVrf { get; init; }

    /// <summary>Reads struct fib_rule_hdr and its attributes.</summary>
    /// <returns>Null when malformed.</returns>
    public static PolicyRule? Parse(ReadOnlySpan<byte> payload) => PolicyRuleParser.Parse(payload);
}
