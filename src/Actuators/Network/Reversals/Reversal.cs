using System.Net.Sockets;
using System.Text.Json.Serialization;
using EventOps.Linux.Nftables;
using EventOps.Linux.Routing;

namespace EventOps.Actuators.Network.Reversals;

/// <summary>How one change of the network is taken back; plain data, so that it can be handed to another process.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(FilterReversal), "filter")]
[JsonDerivedType(typeof(InsertedReversal), "inserted")]
[JsonDerivedType(typeof(LegacyReversal), "legacy")]
[JsonDerivedType(typeof(RouteReversal), "route")]
[JsonDerivedType(typeof(RoutingRuleReversal), "rule")]
[JsonDerivedType(typeof(MasterReversal), "master")]
public abstract record Reversal;

/// <summary>One transaction of nft(8) commands.</summary>
/// <param name="Otherwise">What is done where those are refused, as a rule that they name is gone; null for nothing.</param>
public sealed record FilterReversal(string Commands, string? Otherwise = null) : Reversal;

/// <summary>Rules that were put into a chain, taken out: of equal ones the first.</summary>
/// <param name="Backend">"nft", "iptables-legacy" or "ip6tables-legacy".</param>
/// <param name="Rules">As the backend lists them, without their chain.</param>
public sealed record InsertedReversal(string Backend, string Family, string Table, string Chain, IReadOnlyList<string> Rules) : Reversal;

/// <summary>A rule of legacy iptables, put in again.</summary>
/// <param name="Position">From 1, among the rules of its chain: of the first, where it stood there several times.</param>
/// <param name="Count">How often it stood there.</param>
public sealed record LegacyReversal(AddressFamily Family, string Table, string Chain, int Position, IReadOnlyList<string> Arguments, int Count = 1) : Reversal
{
    public LegacyRule Rule => new(Family, Table, Chain, Arguments);
}

/// <summary>A route that is put in again, or taken out.</summary>
/// <param name="IsAdded">Whether the reversal adds it.</param>
/// <param name="Link">By name: its index may be another by then. Empty for none.</param>
/// <param name="Ways">Of a route that has several; null for one.</param>
public sealed record RouteReversal(
    bool IsAdded, string Destination, uint Table, RouteType Type, RouteScope Scope, RouteProtocol Protocol, uint Metric, string? Gateway, string Link,
    string? PreferredSource, int Mtu, RouteFlags Flags, IReadOnlyList<WayReversal>? Ways = null) : Reversal;

/// <summary>One way of a route that has several.</summary>
/// <param name="Link">By name; empty for none.</param>
public sealed record WayReversal(string Link, string? Gateway, int Weight);

/// <summary>A link that belongs again to the bridge, bond or VRF that it was taken out of.</summary>
/// <param name="Master">By name: its index may be another by then. Empty for none.</param>
public sealed record MasterReversal(string Link, string Master) : Reversal;

/// <summary>A policy rule that is put in again, or taken out.</summary>
/// <param name="IsAdded">Whether the reversal adds it.</param>
public sealed record RoutingRuleReversal(
    AddressFamily Family, uint Priority, RuleAction Action, uint Table, string? From, string? To, string InputLink, string OutputLink, uint Mark, uint MarkMask,
    bool IsInverted, byte IPProtocol, int SuppressedPrefixLength, RouteProtocol Protocol, PortRange? SourcePorts = null, PortRange? DestinationPorts = null,
    byte TypeOfService = 0, UserRange? Users = null, bool IsAdded = true) : Reversal;
