using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EventOps.Linux.WireGuard;

/// <summary>Values as wg-quick files have them.</summary>
public static class WgQuickValue
{
    /// <summary>Reads "192.168.0.2/24", or an address alone, which stands for itself only. Bits of the host are kept.</summary>
    public static bool TryNetwork(string text, out IPAddress address, out int prefixLength)
    {
        ArgumentNullException.ThrowIfNull(text);
        var slash = text.IndexOf('/');
        var isAddress = IPAddress.TryParse(slash < 0 ? text : text[..slash], out var parsed) && !text.Contains('%') && !text.Contains('[');
        address = parsed ?? IPAddress.None;
        var width = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        prefixLength = width;

        // Short IPv4 forms, "10.1" for 10.0.0.1, are a trap and not for wg(8).
        isAddress &= width == 128 || text.AsSpan(0, slash < 0 ? text.Length : slash).Count('.') == 3;
        return isAddress && (slash < 0 || (int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out prefixLength) && prefixLength <= width));
    }

    /// <summary>Reads "host:port" and "[address]:port".</summary>
    /// <param name="wrong">What is wrong, and what to write; null when nothing is.</param>
    public static bool TryEndpoint(string text, out string host, out ushort port, out string? wrong)
    {
        ArgumentNullException.ThrowIfNull(text);
        var colon = text.LastIndexOf(':');
        (host, port) = (colon < 0 ? text : text[..colon], 0);
        var isPort = colon >= 0 && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) && port > 0;
        var isBracketed = host.Length > 2 && host[0] == '[' && host[^1] == ']';
        if (!isBracketed && host.Contains(':'))
        {
            wrong = $"an IPv6 address stands in brackets, with the port behind them: [{(IPAddress.TryParse(text, out _) ? text : WgQuickKeys.Shown(host))}]:51820";
            return false;
        }

        host = isBracketed ? host[1..^1] : host;
        var isHost = isBracketed
            ? IPAddress.TryParse(host, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6
            : host.Length is > 0 and <= 253 && host.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_');
        wrong = !isPort ? $"'{WgQuickKeys.Shown(text)}' has no port at its end, 1 to 65535" : !isHost ? $"'{WgQuickKeys.Shown(host)}' is no host name or address" : null;
        return wrong is null;
    }
}
