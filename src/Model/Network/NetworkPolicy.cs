namespace EventOps.Model;

/// <summary>The wanted state of the network, as the settings say it. A fact too; its parts are facts of their own.</summary>
public sealed record NetworkPolicy : IFact
{
    /// <summary>The named network namespace that is meant; null for the daemon's own.</summary>
    public string? Namespace { get; init; }

    /// <summary>Whether what others set up may be removed where it stands in the way of what is wanted; else it is only reported.</summary>
    public bool CorrectForeign { get; init; }

    /// <summary>Whether configuration files that contradict the wanted state are corrected too.</summary>
    public bool CorrectFiles { get; init; }

    /// <summary>How long a change of firewall or routes may stay without the probes that should hold; it is undone after that.</summary>
    public TimeSpan ConfirmWithin { get; init; } = TimeSpan.FromSeconds(10);

    public IReadOnlyList<WantedLink> Links { get; init; } = [];

    public IReadOnlyList<WantedAddress> Addresses { get; init; } = [];

    public IReadOnlyList<WantedRoute> Routes { get; init; } = [];

    public IReadOnlyList<WantedRule> Rules { get; init => field = value ?? []; } = [];

    public IReadOnlyList<WantedTunnel> Tunnels { get; init; } = [];

    public IReadOnlyList<WantedPeer> Peers { get; init; } = [];

    public IReadOnlyList<WantedParameter> Parameters { get; init; } = [];

    public IReadOnlyList<WantedName> Names { get; init; } = [];

    public IReadOnlyList<WantedService> Services { get; init; } = [];

    public IReadOnlyList<WantedProbe> Probes { get; init; } = [];

    string IFact.Key => "network";

    /// <summary>By content, so that settings that say the same are equal.</summary>
    public bool Equals(NetworkPolicy? other) => other is not null
        && (Namespace, CorrectForeign, CorrectFiles, ConfirmWithin) == (other.Namespace, other.CorrectForeign, other.CorrectFiles, other.ConfirmWithin)
        && Links.SequenceEqual(other.Links) && Addresses.SequenceEqual(other.Addresses) && Routes.SequenceEqual(other.Routes) && Rules.SequenceEqual(other.Rules)
        && Tunnels.SequenceEqual(other.Tunnels) && Peers.SequenceEqual(other.Peers) && Parameters.SequenceEqual(other.Parameters)
        && Names.SequenceEqual(other.Names) && Services.SequenceEqual(other.Services) && Probes.SequenceEqual(other.Probes);

    public override int GetHashCode() => HashCode.Combine(Namespace, CorrectForeign, CorrectFiles, Links.Count, Tunnels.Count, Routes.Count);
}
