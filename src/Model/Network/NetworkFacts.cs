using System.Globalization;
using System.Text.Json.Serialization;

namespace EventOps.Model;

/// <summary>A link that the settings name, as the kernel has it.</summary>
/// <param name="Index">The kernel's number: another one means that the link was made anew.</param>
/// <param name="Type">"wireguard", "tun", "veth"; empty for hardware.</param>
/// <param name="IsSettling">It has just been made, and whoever made it may not be done with it: it is left alone for a moment.</param>
/// <param name="Master">The bridge, bond or VRF that it belongs to; empty for none.</param>
public sealed record NetworkLink(string Name, int Index, bool IsUp, int Mtu, string Type, bool IsSettling, string Master = "") : IFact
{
    string IFact.Key => Name;
}

/// <summary>An XDP program on a link that the settings name: it sees each packet before any filter does.</summary>
/// <param name="Program">Its number, as bpftool(8) lists it; 0 when it is not told.</param>
public sealed record XdpProgram(string Link, uint Program) : IFact
{
    string IFact.Key => Link;
}

/// <summary>An address of a link that the settings name, or one that belongs to another end.</summary>
/// <param name="IsUsable">False while duplicate detection goes on, and when it failed.</param>
/// <param name="Problem">Why it is not in order: "duplicate", "deprecated"; empty when it is.</param>
public sealed record NetworkAddress(string Link, Cidr Address, bool IsUsable, string Problem) : IFact
{
    string IFact.Key => $"{Link} {Address}";
}

/// <summary>A route that concerns something wanted.</summary>
/// <param name="Type">"unicast", "blackhole", "unreachable", "prohibit", "throw".</param>
/// <param name="Link">Empty when it leads out of none.</param>
/// <param name="GatewayIsOwn">Its gateway is one of this host's own addresses, which is never right.</param>
public sealed record NetworkRoute(
    Cidr To, uint Table, uint Metric, string Type, string Link, int Protocol, string? Via = null, string? Source = null, bool GatewayIsOwn = false) : IFact
{
    /// <summary>RTPROT_KERNEL: it came with an address.</summary>
    public const int KernelProtocol = 2;

    string IFact.Key => ToString();

    /// <summary>As ip(8) writes it.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(Type == "unicast" ? "" : Type + " ")}{(To.IsEverything ? To.IsIPv6 ? "::/0" : "default" : To.ToString())}{(Via is null ? "" : " via " + Via)}{(Link.Length == 0 ? "" : " dev " + Link)} table {Table} metric {Metric}");
}

/// <summary>A neighbour that something wanted needs, and that does not answer, or whose link-layer address somebody set for good. Of one that answers there is nothing to tell.</summary>
/// <param name="HardwareAddress">The link-layer address that was set; empty when it does not answer.</param>
public sealed record NetworkNeighbour(string Link, string Address, string HardwareAddress = "") : IFact
{
    /// <summary>It was asked for, and did not answer.</summary>
    [JsonIgnore]
    public bool IsSilent => HardwareAddress.Length == 0;

    string IFact.Key => $"{Link} {Address}";
}

/// <summary>A policy rule (ip-rule(8)) that is none of the kernel's own three.</summary>
/// <param name="Action">"table", "prohibit", "blackhole", "unreachable", "goto", "nothing".</param>
/// <param name="Selector">What else it asks of packets, in ip(8)'s words; empty when nothing but <paramref name="To"/>.</param>
public sealed record RoutingRule(bool IsIPv6, uint Priority, string Action, uint Table, uint Mark, uint MarkMask, string Selector, Cidr? To = null) : IFact
{
    string IFact.Key => ToString();

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(IsIPv6 ? "IPv6" : "IPv4")} rule {Priority}:{(To is null ? "" : $" to {To}")}{(MarkMask == 0 ? "" : $" fwmark {Mark:x}/{MarkMask:x}")}{(Selector.Length == 0 ? "" : " " + Selector)} {(Action == "table" ? $"lookup {Table}" : Action)}");
}

/// <summary>A kernel parameter as it is.</summary>
/// <param name="Value">Null when there is no such parameter.</param>
public sealed record KernelParameter(string Name, string? Value = null) : IFact
{
    string IFact.Key => Name;
}

/// <summary>A WireGuard device that the settings name, without any secret.</summary>
/// <param name="HasFileKey">Whether its private key is that of its file; true when it has no file, or one whose key is not to be used.</param>
public sealed record Tunnel(string Name, int Port, uint Mark, bool HasFileKey) : IFact
{
    string IFact.Key => Name;
}

/// <summary>The device of a tunnel whose link is missing, under another name: somebody renamed it.</summary>
/// <param name="Link">What it is called now.</param>
/// <param name="Index">The kernel's number, which no renaming changes.</param>
public sealed record StrayTunnel(string Tunnel, string Link, int Index) : IFact
{
    string IFact.Key => Tunnel;
}

/// <summary>Who has the UDP port of a tunnel whose link is missing: it cannot come up before that is free.</summary>
/// <param name="Program">As the process calls itself (15 bytes at most); empty when it is not known, or the kernel's own WireGuard has it.</param>
/// <param name="Process">Its id; 0 when it is not known.</param>
/// <param name="Link">The link whose outer packets come there; empty when there is none.</param>
public sealed record PortHolder(string Tunnel, int Port, string Program, int Process, string Link) : IFact
{
    string IFact.Key => Tunnel;

    /// <summary>For a person.</summary>
    public override string ToString() => (Program, Link) switch
    {
        ("", "") => "a process that is not seen from here",
        ("", _) => $"the link {Link}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{Program} (process {Process}){(Link.Length == 0 ? "" : $" for the link {Link}")}"),
    };
}

/// <summary>A peer of such a device.</summary>
/// <param name="Endpoint">Null when none is known.</param>
/// <param name="HasPresharedKey">Whether there is one; which, nobody is told.</param>
/// <param name="IsHeard">It has sent something since its endpoint is this one: wherever that is, the peer is there.</param>
/// <param name="IsSilent">What is sent to it stays without an answer for longer than WireGuard's own timers allow. A peer that nobody speaks to is not silent.</param>
/// <param name="HasFileKey">Whether its preshared key is that of the file in the settings; true when these name none, or one that cannot be read.</param>
public sealed record TunnelPeer(
    string Tunnel, string Key, string Allowed, int Keepalive, bool HasPresharedKey, string? Endpoint = null, bool IsHeard = false, bool IsSilent = false, bool HasFileKey = true) : IFact
{
    string IFact.Key => $"{Tunnel} {Key}";
}

/// <summary>A rule of the packet filter that may stop something wanted.</summary>
/// <param name="Handle">The kernel's number within its table; 0 for legacy tables.</param>
/// <param name="Text">As nft(8) or iptables-save(8) writes it.</param>
/// <param name="Stops">What it stops.</param>
/// <param name="IsSure">That it does; false: it depends on what is not understood here.</param>
/// <param name="Backend">"nft", "iptables-legacy" or "ip6tables-legacy".</param>
/// <param name="Set">The named set by which it does, and by which it stops others too; null when it needs none.</param>
/// <param name="Element">What of that set does, when it is one address or one port; null when it is more.</param>
public sealed record FilterRule(
    string Backend, string Family, string Table, string Chain, ulong Handle, string Text, string Stops, bool IsSure, string? Set = null, string? Element = null) : IFact
{
    /// <summary>The <see cref="Text"/> of what stands for a whole chain's policy.</summary>
    public const string PolicyDrop = "policy drop";

    /// <summary>It takes whatever the rules before it let by, as the chain's policy would: the host is closed by it to all else.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Others need it too: what must pass is let through ahead of it, and it stays.</summary>
    [JsonIgnore]
    public bool IsNeeded => Text == PolicyDrop || IsDefault || (Set is not null && Element is null);

    string IFact.Key => string.Create(CultureInfo.InvariantCulture, $"{Backend} {Family} {Table} {Chain} {Handle} {(Handle == 0 ? Text : "")}");

    public override string ToString() => $"{Family} {Table} {Chain}: {Text}";
}

/// <summary>The daemon's own table of the packet filter.</summary>
/// <param name="IsWanted">It is there, and says what the settings want.</param>
public sealed record OwnFilter(bool IsWanted, string Detail) : IFact
{
    string IFact.Key => "eventops";
}

/// <summary>A configuration file and what in it contradicts the wanted state.</summary>
/// <param name="Problems">Each in words, without any secret; empty when it is as wanted.</param>
/// <param name="Grave">Of these what a person should hear of even where it is corrected; empty when there is nothing.</param>
/// <param name="IsCorrectable">False where it is known that nothing corrects it: the settings do not let it be, or no correction was found.</param>
public sealed record NetworkFile(string Path, string Problems, string Sha256, string Grave = "", bool IsCorrectable = true) : IFact
{
    string IFact.Key => Path;
}

/// <summary>What a probe found last.</summary>
/// <param name="Cause">
/// "ok", "no name", "no link", "no address", "no route", "refused", "dropped", "rejected", "reset", "TLS: expired", "status 404", "too slow", "no HTTP".
/// </param>
public sealed record Reach(string Url, bool IsReachable, string Cause, string? Link = null, string? Source = null, int? Mark = null) : IFact
{
    /// <summary>That of its probe.</summary>
    [JsonIgnore]
    public string Name => NetworkMatching.NameOf(Url, Link, Source, Mark);

    string IFact.Key => Name;
}

/// <summary>A tunnel's path carries no packets of the wanted size, and nobody on the way says so.</summary>
/// <param name="Mtu">The largest packet inside the tunnel that comes through, in bytes.</param>
/// <param name="To">The host inside whose answers stayed away.</param>
public sealed record PathMtu(string Link, int Mtu, int Wanted, string To) : IFact
{
    string IFact.Key => Link;
}
