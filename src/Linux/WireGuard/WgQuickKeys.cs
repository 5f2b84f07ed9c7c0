using System.Globalization;

namespace EventOps.Linux.WireGuard;

/// <summary>The keys that wg(8) and wg-quick(8) know, and what their values must be.</summary>
internal static class WgQuickKeys
{
    internal const string Interface = "Interface";
    internal const string Peer = "Peer";

    private const int MostShown = 24;

    private static readonly string[] OfInterface = ["PrivateKey", "ListenPort", "FwMark", "Address", "DNS", "MTU", "Table", "PreUp", "PostUp", "PreDown", "PostDown", "SaveConfig"];
    private static readonly string[] OfPeer = ["PublicKey", "PresharedKey", "AllowedIPs", "Endpoint", "PersistentKeepalive"];

    internal static bool IsSecret(string key) => key.Equals("PrivateKey", StringComparison.OrdinalIgnoreCase) || key.Equals("PresharedKey", StringComparison.OrdinalIgnoreCase);

    /// <summary>Keys whose values hold no secret: all known ones but the secret ones and the commands.</summary>
    internal static bool MayBeShown(string key) => !IsSecret(key)
        && OfInterface.Concat(OfPeer).Any(known => known.Equals(key, StringComparison.OrdinalIgnoreCase) && !known.EndsWith("Up", StringComparison.Ordinal) && !known.EndsWith("Down", StringComparison.Ordinal));

    /// <summary>A value, unless a private key might have come to stand there.</summary>
    internal static string Shown(string value) => HoldsKey(value) ? "(not shown)" : value;

    /// <summary>What stands where a key's name belongs: a line with nothing but a private key looks like one.</summary>
    internal static string ShownKey(string key) => key.Length <= MostShown && key.All(char.IsAsciiLetter) ? key : "(not shown)";

    /// <returns>What is wrong; null when nothing.</returns>
    internal static string? Judge(string section, string key, string value)
    {
        var known = section.Equals(Peer, StringComparison.OrdinalIgnoreCase) ? OfPeer : OfInterface;
        var name = Array.Find(known, k => k.Equals(key, StringComparison.OrdinalIgnoreCase));
        if (name is null)
        {
            var near = known.MinBy(k => Distance(k.ToLowerInvariant(), key.ToLowerInvariant()))!;
            return Distance(near.ToLowerInvariant(), key.ToLowerInvariant()) <= 2
                ? $"no key of [{section}] is called {ShownKey(key)}; meant is perhaps {near}"
                : $"no key of [{section}] is called {ShownKey(key)}";
        }

        // A key put where another value belongs must not be told either.
        var wrong = value.Length == 0 && name is not ("AllowedIPs" or "DNS") ? "it has no value" : JudgeValue(name, value);
        return wrong is null ? null : $"{name}: {wrong}";
    }

    private static string? JudgeValue(string name, string value) => name switch
    {
        "PrivateKey" or "PresharedKey" or "PublicKey" => JudgeKey(value),
        "ListenPort" => IsNumber(value, 0, 65535) ? null : $"'{Shown(value)}' is no port; write 0 to 65535",
        "FwMark" => value is "off" || IsMark(value) ? null : $"'{Shown(value)}' is no mark; write a number, 0x and hexadecimal digits, or off",
        "MTU" => IsNumber(value, 576, 65535) ? null : $"'{Shown(value)}' is no MTU; write 576 to 65535 bytes",
        "PersistentKeepalive" => value is "off" || IsNumber(value, 0, 65535) ? null : $"'{Shown(value)}' is no interval; write 0 to 65535 seconds, or off",
        "Table" => value is "off" or "auto" or "main" || IsNumber(value, 1, uint.MaxValue) ? null : $"'{Shown(value)}' is no table; write a number, off or auto",
        "SaveConfig" => value is "true" or "false" ? null : $"'{Shown(value)}' is neither true nor false",
        "Address" or "AllowedIPs" => Split(value).Select(part => WgQuickValue.TryNetwork(part, out _, out _) ? null : $"'{Shown(part)}' is no address with a prefix length, as in 192.168.0.2/24").FirstOrDefault(w => w is not null),
        "Endpoint" => WgQuickValue.TryEndpoint(value, out _, out _, out var wrong) ? null : wrong,
        _ => null,
    };

    internal static IEnumerable<string> Split(string value) => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Forty characters of base64 in a row: more than any address or name has, as much as a key.</summary>
    private static bool HoldsKey(string value)
    {
        var run = 0;
        foreach (var c in value)
        {
            run = char.IsAsciiLetterOrDigit(c) || c is '+' or '/' ? run + 1 : 0;
            if (run >= 40)
            {
                return true;
            }
        }

        return false;
    }

    private static string? JudgeKey(string value)
    {
        Span<byte> bytes = stackalloc byte[WireGuardKey.Length];
        var wrong = KeyText.Decode(value, bytes);
        bytes.Clear();
        return wrong;
    }

    private static bool IsNumber(string value, uint least, uint most) => uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most;

    private static bool IsMark(string value) => IsNumber(value, 0, uint.MaxValue)
        || (value.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && uint.TryParse(value.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _));

    /// <summary>How many letters must be put in, taken out or changed (Levenshtein).</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var (corner, _) = (row[0], row[0] = i);
            for (var j = 1; j <= b.Length; j++)
            {
                (corner, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, corner + (a[i - 1] == b[j - 1] ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
