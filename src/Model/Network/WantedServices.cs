using System.Globalization;
using System.Text.Json.Serialization;

namespace EventOps.Model;

/// <summary>A kernel parameter (sysctl(8)) and the value it must have.</summary>
public sealed record WantedParameter(string Name, string Value) : IFact
{
    string IFact.Key => Name;
}

/// <summary>A name that must lead to this address, by /etc/hosts.</summary>
public sealed record WantedName(string Name, string Address) : IFact
{
    string IFact.Key => Name;
}

/// <summary>A TCP service of this host.</summary>
/// <param name="OpenOn">The links over which it must be reachable, parted by blanks.</param>
/// <param name="ClosedOn">The links over which it must not be.</param>
/// <param name="Program">What serves it, as the process calls itself. Something starts it again when it ends, so it may be ended. Null when it must be left alone.</param>
/// <param name="Start">The command that starts it where nothing else does: a program and its arguments, parted by line breaks. Null when it is not for the daemon to start.</param>
/// <param name="OpenTo">The prefixes from which it must be reachable over its open links, as <see cref="AllowedAddresses"/> joins them; empty for anybody.</param>
/// <param name="ClosedTo">The prefixes from which it must not be, over whatever link. Of two that lie in one another the narrower one counts.</param>
public sealed record WantedService(
    int Port, string OpenOn, string ClosedOn, string? Program = null, string? Start = null, string OpenTo = "", string ClosedTo = "") : IFact
{
    /// <summary>Whether it matters who listens on its port.</summary>
    public bool IsLookedAt => OpenOn.Length > 0 || Start is not null;

    public IEnumerable<string> OpenLinks => OpenOn.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public IEnumerable<string> ClosedLinks => ClosedOn.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    [JsonIgnore]
    public IEnumerable<Cidr> OpenSources => AllowedAddresses.Split(OpenTo);

    [JsonIgnore]
    public IEnumerable<Cidr> ClosedSources => AllowedAddresses.Split(ClosedTo);

    string IFact.Key => Port.ToString(CultureInfo.InvariantCulture);
}

/// <summary>An HTTP request, or with <c>tcp://</c> a connection alone, that is made again and again, to see whether what is wanted is so.</summary>
/// <param name="Link">The link that it must leave by; null for whatever the routes say.</param>
/// <param name="IsReachable">Whether it should succeed; false: it must not.</param>
/// <param name="Source">The address that it is made from; null for the one that the kernel takes.</param>
/// <param name="Mark">That of its packets, for policy rules (SO_MARK of socket(7)); null for none.</param>
public sealed record WantedProbe(string Url, bool IsReachable, TimeSpan Every, string? Link = null, string? Source = null, int? Mark = null) : IFact
{
    /// <summary>What tells it from others, and what comes of it too.</summary>
    [JsonIgnore]
    public string Name => NetworkMatching.NameOf(Url, Link, Source, Mark);

    string IFact.Key => Name;
}

/// <summary>Packets that no filter of this host may stop.</summary>
/// <param name="Why">For a person: "the tunnel's own packets".</param>
/// <param name="IsInput">They come in; false: they go out.</param>
/// <param name="Protocol">"udp", "tcp", "icmp" or "icmpv6".</param>
/// <param name="DestinationPort">0 when any, or when the protocol has none.</param>
/// <param name="SourcePort">0 when any.</param>
/// <param name="Family">4 or 6; 0 for both.</param>
/// <param name="Source">The address that they come from; with a length (10.0.0.0/8) all that must get through, and nobody else need. Null for any.</param>
/// <param name="Destination">The address that they go to, likewise.</param>
public sealed record WantedFlow(
    string Why, bool IsInput, string Link, string Protocol, int DestinationPort, int SourcePort, int Family, string? Source = null, string? Destination = null) : IFact
{
    /// <summary>They begin something: not only answers.</summary>
    public bool IsNew { get; init; } = true;

    /// <summary>Of ICMPv6: echo requests and their answers; else what finds neighbours.</summary>
    public bool IsPing { get; init; }

    /// <summary>Prefixes at the other end that are not meant, as <see cref="AllowedAddresses"/> joins them: whoever stops these stops nothing wanted.</summary>
    public string Except { get; init; } = "";

    /// <summary>All at the other end, where the settings name them by a prefix; null where they do not.</summary>
    public Cidr? Named => (Source ?? Destination) is { } other && other.Contains('/', StringComparison.Ordinal) ? Cidr.Parse(other) : null;

    string IFact.Key => ToString();

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Why}: {Protocol}{(DestinationPort == 0 ? "" : $" to port {DestinationPort}")}{(SourcePort == 0 ? "" : $" from port {SourcePort}")} {(IsInput ? "in" : "out")} on {Link}{(Named is { } named ? $" {(Source is null ? "to" : "from")} {named}" : "")}");
}
