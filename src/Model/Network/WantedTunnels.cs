namespace EventOps.Model;

/// <summary>A WireGuard tunnel that must be there.</summary>
/// <param name="Port">UDP, where it listens; 0 when it does not matter.</param>
/// <param name="File">Its wg-quick(8) file: where its private key is, and what a restart takes. Null when it has none.</param>
/// <param name="PublicKey">To its private one, in base64: a file with another is wrong. Null when the file is believed.</param>
/// <param name="Mark">Of its own packets (fwmark), by which policy rules tell them from what goes into it; 0 for none.</param>
/// <param name="IsMarkOfQuick">wg-quick(8) chooses the mark, as a peer takes everything: this one, or the next whose table is free.</param>
public sealed record WantedTunnel(string Name, int Port, string? File = null, string? PublicKey = null, uint Mark = 0, bool IsMarkOfQuick = false) : IFact
{
    /// <summary>The first that wg-quick(8) takes; it counts up from there while the table of this number is taken.</summary>
    public const uint FirstOfQuick = 51820;

    /// <summary>Nobody has so many tunnels that take everything.</summary>
    private const uint MostOfQuick = 256;

    /// <summary>Whether its own packets may have this mark.</summary>
    public bool HasMark(uint mark) => mark == Mark || (IsMarkOfQuick && mark > Mark && mark - Mark < MostOfQuick);

    string IFact.Key => Name;
}

/// <summary>A peer that a tunnel must have, with exactly these addresses.</summary>
/// <param name="Key">Its public key, in base64.</param>
/// <param name="Endpoint">Address or a host's name, and port; null when the peer comes to us, and may roam.</param>
/// <param name="Allowed">In the order of <see cref="AllowedAddresses.Join"/>.</param>
/// <param name="Keepalive">In seconds; 0 for none.</param>
/// <param name="PresharedKeyFile">Where its preshared key stands; null when it is to have none that the settings know.</param>
/// <param name="KeepsPresharedKey">Whether one that the settings do not know stays: it is somebody else's, and these are only told of.</param>
public sealed record WantedPeer(
    string Tunnel, string Key, string Allowed, int Keepalive, string? Endpoint = null, string? PresharedKeyFile = null, bool KeepsPresharedKey = false) : IFact
{
    string IFact.Key => $"{Tunnel} {Key}";
}

/// <summary>AllowedIPs as one text, so that two lists can be compared.</summary>
public static class AllowedAddresses
{
    public static string Join(IEnumerable<Cidr> addresses) =>
        string.Join(", ", addresses.Select(a => a.Network.ToString()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    /// <exception cref="FormatException">Not such a text.</exception>
    public static IReadOnlyList<Cidr> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Cidr.Parse)];
    }
}
