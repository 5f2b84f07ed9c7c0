using EventOps.Model;

namespace EventOps.Linux.WireGuard;

/// <summary>Private keys as wg-quick(8) files hold them.</summary>
public static class FileKeys
{
    /// <summary>For judging a file: see <see cref="TunnelKeys.Read"/>.</summary>
    public static TunnelKey Read(string written)
    {
        try
        {
            using var key = SecretKey.Parse(written);
            return new TunnelKey(key.ToPublic().ToString());
        }
        catch (FormatException e)
        {
            return new TunnelKey(null, e.Message);
        }
    }

    /// <summary>The key of a tunnel's file. Null when there is none, when it is no key, and when it is not the one to the public key of the settings.</summary>
    /// <param name="text">Null when there is no file.</param>
    public static SecretKey? Usable(WantedTunnel tunnel, string? text)
    {
        ArgumentNullException.ThrowIfNull(tunnel);
        return text is not null && TunnelFile.PrivateKeyOf(text) is { } written && Read(written).Public is { } found && found == (tunnel.PublicKey ?? found)
            ? SecretKey.Parse(written)
            : null;
    }
}
