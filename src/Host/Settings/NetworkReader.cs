using System.Globalization;
using System.Net;
using EventOps.Model;

namespace EventOps.Host.Settings;

/// <summary>Reads the tables that say what is wanted of the network.</summary>
/// <param name="table">A table that comes once.</param>
/// <param name="tables">All tables of a name that may come several times.</param>
internal sealed partial class NetworkReader(Func<string, TableReader> table, Func<string, IEnumerable<TomlTable>> tables, SettingsSource source)
{
    private static readonly string[] Names = ["network", "link", "tunnel", "peer", "route", "rule", "sysctl", "host", "service", "probe"];

    private static readonly Dictionary<string, bool> YesOrNo = new(StringComparer.Ordinal) { ["yes"] = true, ["no"] = false };

    private readonly List<WantedAddress> _addresses = [];
    private readonly HashSet<(string, Cidr)> _allowed = [];
    private readonly Dictionary<string, HashSet<string>> _seen = new(StringComparer.Ordinal);

    /// <returns>Null when none of the tables is there.</returns>
    public NetworkPolicy? Read(IEnumerable<string> written)
    {
        if (!written.Any(w => Names.Contains(w, StringComparer.Ordinal)))
        {
            return null;
        }

        var general = table("network");
        var areForeignCorrected = general.Word("correct-foreign", false, YesOrNo);
        List<WantedLink> links = [.. Each("link", ReadLink)];
        var tunnels = Each("tunnel", ReadTunnel).ToList();
        links.AddRange(tunnels.Select(t => t.Link));
        var names = links.Select(l => l.Name).ToHashSet(StringComparer.Ordinal);
        List<WantedPeer> peers = [.. Each("peer", t => ReadPeer(t, names, areForeignCorrected))];
        return new NetworkPolicy
        {
            Namespace = general.Text("namespace", "blue"),
            CorrectForeign = areForeignCorrected,
            CorrectFiles = general.Word("correct-files", false, YesOrNo),
            ConfirmWithin = general.Time("confirm-within", "10s", "1s", "10m"),
            Links = links,
            Tunnels = [.. tunnels.Select(t => Marked(t.Tunnel, peers))],
            Addresses = _addresses,
            Peers = peers,
            Routes = [.. Each("route", t => ReadRoute(t, names))],
            Rules = [.. Each("rule", ReadRule).SelectMany(r => r)],
            Parameters = [.. Each("sysctl", ReadParameter)],
            Names = [.. Each("host", ReadName)],
            Services = [.. Each("service", ReadService)],
            Probes = [.. Each("probe", ReadProbe)],
        };
    }

    private IEnumerable<T> Each<T>(string name, Func<TableReader, T> read)
    {
        var count = 0;
        foreach (var tree in tables(name))
        {
            count++;
            var reader = new TableReader(tree, name, string.Create(CultureInfo.InvariantCulture, $"{name} {count}"), source);
            reader.RefuseUnknown();
            yield return read(reader);
        }
    }

    private WantedLink ReadLink(TableReader reader) => ReadLink(reader, isTunnel: false);

    private WantedLink ReadLink(TableReader reader, bool isTunnel)
    {
        var name = LinkName(reader, "name", isTunnel ? "wg0" : "eth0");
        Once(reader, "link", "name", name);
        foreach (var address in Prefixes(reader, "addresses", "192.168.0.2/24"))
        {
            _addresses.Add(new WantedAddress(name, address));
        }

        return new WantedLink(name, reader.Count("mtu", 0, 65536), isTunnel, !isTunnel && reader.Flag("xdp", false), reader.Has("master") ? LinkName(reader, "master", "br0") : "");
    }

    private (WantedLink Link, WantedTunnel Tunnel) ReadTunnel(TableReader reader)
    {
        var link = ReadLink(reader, isTunnel: true);
        var file = reader.Has("file") ? reader.Path("file", "/etc/wireguard/wg0.conf") : null;
        var key = reader.Text("public-key", "xTIB…=");
        if (key is not null && !IsKey(key))
        {
            reader.Refuse("public-key", "this is no WireGuard key", "write this host's public key as wg pubkey prints it: 44 characters of base64");
        }
        else if (key is not null && file is null)
        {
            reader.Refuse("public-key", "there is no file whose key could be the one to it", "add file, or remove public-key");
        }

        return (link, new WantedTunnel(link.Name, reader.Count("port", 0, 65535), file, key, (uint)reader.Count("mark", 0, int.MaxValue, least: 1)));
    }

    /// <summary>With wg-quick's own mark where a peer takes everything: its own packets must be told from what goes into it.</summary>
    private static WantedTunnel Marked(WantedTunnel tunnel, IEnumerable<WantedPeer> peers) =>
        tunnel.Mark == 0 && peers.Any(p => p.Tunnel == tunnel.Name && AllowedAddresses.Split(p.Allowed).Any(a => a.IsEverything))
            ? tunnel with { Mark = WantedTunnel.FirstOfQuick, IsMarkOfQuick = true }
            : tunnel;

    private WantedPeer ReadPeer(TableReader reader, HashSet<string> links, bool areForeignCorrected)
    {
        var tunnel = KnownLink(reader, "tunnel", "wg0", links);
        var key = Required(reader, "key", "jNQK…=") ?? "";
        if (reader.AreGood("key") && !IsKey(key))
        {
            reader.Refuse("key", "this is no WireGuard key", "write the peer's public key as wg pubkey prints it: 44 characters of base64");
        }

        Once(reader, "peer", "key", $"{tunnel} {key}");
        var endpoint = reader.Text("endpoint", "[fdaa::2]:51820");
        if (endpoint is not null && EndpointOf(endpoint) is null)
        {
            reader.Refuse("endpoint", $"'{PrintableText.Of(endpoint, 60)}' is not an address or a name with a port", "write it like [fdaa::2]:51820, 192.0.2.1:51820 or server.internal:51820");
        }

        var allowed = Prefixes(reader, "allowed", "192.168.0.1/32");
        if (allowed.Count == 0 && reader.AreGood("allowed"))
        {
            reader.Refuse("allowed", "allowed is missing: nothing could be sent to this peer", "add: allowed = [\"192.168.0.1/32\"]");
        }

        foreach (var prefix in allowed.Select(a => a.Network).Distinct().Where(p => !_allowed.Add((tunnel, p))))
        {
            reader.Refuse("allowed", $"{prefix} is allowed to another peer of {tunnel} too, and only one can have it", "leave it with one of them");
        }

        var keepalive = reader.Time("keepalive", "0s", "0s", "1h");
        var shared = reader.Has("preshared-key-file") ? reader.Path("preshared-key-file", "/etc/wireguard/wg0.psk") : null;
        return new WantedPeer(
            tunnel,
            key,
            AllowedAddresses.Join(allowed),
            (int)keepalive.TotalSeconds,
            endpoint is null ? null : EndpointOf(endpoint),
            shared,
            shared is null && !areForeignCorrected);
    }

    private WantedParameter ReadParameter(TableReader reader)
    {
        var name = Required(reader, "name", "net.ipv4.ip_forward") ?? "";
        if (reader.AreGood("name") && !Linux.Sysctls.SysctlName.TryParse(name, out _))
        {
            reader.Refuse("name", $"'{PrintableText.Of(name, 60)}' names no kernel parameter", "write it like net.ipv4.ip_forward");
        }

        Once(reader, "sysctl", "name", name);
        var value = Required(reader, "value", "0") ?? "";
        if (reader.AreGood("value") && (value.Length is 0 or > 200 || value.Any(char.IsControl)))
        {
            reader.Refuse("value", "this value cannot be written", "write 1 to 200 characters on one line");
        }

        return new WantedParameter(name, value);
    }

    private WantedName ReadName(TableReader reader)
    {
        var name = Required(reader, "name", "server.internal") ?? "";
        if (reader.AreGood("name") && Uri.CheckHostName(name) is not UriHostNameType.Dns)
        {
            reader.Refuse("name", $"'{PrintableText.Of(name, 60)}' is no name of a host", "write letters, digits, dashes and dots");
        }

        Once(reader, "host", "name", name);
        if (!reader.Has("address"))
        {
            reader.Refuse("address", "address is missing", "add: address = \"fdaa::2\"");
        }

        return new WantedName(name, Address(reader, "address", "fdaa::2")?.ToString() ?? "");
    }

    private static string? Required(TableReader reader, string key, string example)
    {
        if (!reader.Has(key))
        {
            reader.Refuse(key, $"{key} is missing", $"add: {key} = \"{example}\"");
        }

        return reader.Text(key, example);
    }

    private static string LinkName(TableReader reader, string key, string example)
    {
        var name = Required(reader, key, example) ?? "";
        if (reader.AreGood(key) && !IsLinkName(name))
        {
            reader.Refuse(key, $"'{PrintableText.Of(name, 60)}' is no name of a link", "write 1 to 15 characters without slash, colon or blank");
        }

        return name;
    }

    private static string KnownLink(TableReader reader, string key, string example, HashSet<string> links)
    {
        var name = LinkName(reader, key, example);
        if (reader.AreGood(key) && !links.Contains(name))
        {
            reader.Refuse(key, $"there is no [[link]] or [[tunnel]] named '{name}' here", $"add one, or correct {key}");
        }

        return name;
    }

    private static bool IsLinkName(string name) => name.Length is > 0 and <= 15 && name is not ("." or "..")
        && !name.Any(c => c is '/' or ':' or '"' or '\\' or > '~' or <= ' ');

    private static bool IsKey(string text)
    {
        Span<byte> key = stackalloc byte[33];
        return text.Length == 44 && Convert.TryFromBase64String(text, key, out var length) && length == 32;
    }

    private static string? EndpointOf(string text)
    {
        // Without brackets the last group of an IPv6 address would be taken for the port.
        var colons = text.Count(c => c == ':');
        var isPlain = text.StartsWith('[') || (colons == 1 && text.Count(c => c == '.') == 3);
        if (isPlain && IPEndPoint.TryParse(text, out var endpoint))
        {
            return endpoint.Port == 0 ? null : endpoint.ToString();
        }

        return colons == 1 && text.Split(':') is [var host, var port] && Uri.CheckHostName(host) is UriHostNameType.Dns && host.Any(char.IsAsciiLetter)
            && ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number != 0 ? $"{host.ToLowerInvariant()}:{port}" : null;
    }

    private static IPAddress? Address(TableReader reader, string key, string example)
    {
        if (reader.Text(key, example) is not { } text)
        {
            return null;
        }

        if (Cidr.TryParse(text, out var value, out _) && value.IsHost && !text.Contains('/', StringComparison.Ordinal))
        {
            return value.Address;
        }

        reader.Refuse(key, $"'{PrintableText.Of(text, 60)}' is not an address", $"write it like {key} = \"{example}\"");
        return null;
    }

    private static bool Prefix(TableReader reader, string key, string example, out Cidr prefix)
    {
        prefix = default;
        return Required(reader, key, example) is { } text && Parsed(reader, key, text, out prefix);
    }

    private static List<Cidr> Prefixes(TableReader reader, string key, string example)
    {
        var found = new List<Cidr>();
        foreach (var text in reader.Texts(key, example))
        {
            if (Parsed(reader, key, text, out var prefix))
            {
                found.Add(prefix);
            }
        }

        return found;
    }

    private static bool Parsed(TableReader reader, string key, string text, out Cidr prefix)
    {
        if (Cidr.TryParse(text, out prefix, out var error))
        {
            return true;
        }

        var end = error.LastIndexOf("; ", StringComparison.Ordinal);
        reader.Refuse(key, $"{key}: {PrintableText.Of(error[..end], 100)}", error[(end + 2)..]);
        return false;
    }

    private void Once(TableReader reader, string kind, string key, string value)
    {
        if (!_seen.TryGetValue(kind, out var known))
        {
            _seen.Add(kind, known = new HashSet<string>(StringComparer.Ordinal));
        }

        if (reader.AreGood(key) && value.Length > 0 && !known.Add(value))
        {
            reader.Refuse(key, $"'{PrintableText.Of(value, 60)}' is there twice", "remove one of the two, or correct it");
        }
    }
}
