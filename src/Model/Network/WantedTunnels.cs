namespace EventOps.Model;

/// <summary>A WireGuard tunnel that must be there.</summary>
/// <param name="Port">UDP, where it listens; 0 when it does not matter.</param>
/// <param name="File">Its wg-quick(8) file: where its private key is, and what a restart takes. Null when it has none.</param>
/// <param name="PublicKey">To its private one, in base64: a file with another is wrong. Null when the file is believed.</param>
public sealed record WantedTunnel(string Name, int Port, string? File = null, string? PublicKey = null) : IFact
{
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
