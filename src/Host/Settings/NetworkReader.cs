using System.Globalization;
using System.Net;
using EventOps.Model;

namespace EventOps.Host.Settings;

/// <summary>Reads the tables that say what is wanted of the network.</summary>
/// <param name="table">A table that comes once.</param>
/// <param name="tables">All tables of a name that may come several times.</param>
internal sealed class NetworkReader(Func<string, TableReader> table, Func<string, IEnumerable<TomlTable>> tables, SettingsSource source)
{
    private static readonly string[] Names = ["network", "link", "tunnel", "peer", "route", "rule", "sysctl", "host", "service", "probe"];

    private static readonly Dictionary<string, bool> YesOrNo = new(StringComparer.Ordinal) { ["yes"] = true, ["no"] = false };

    private static readonly Dictionary<string, string> Forbidding =
        new(StringComparer.Ordinal) { ["prohibit"] = "prohibit", ["unreachable"] = "unreachable", ["blackhole"] = "blackhole" };

    private static readonly Dictionary<string, bool> Wants = new(StringComparer.Ordinal) { ["reachable"] = true, ["blocked"] = false };

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

    private WantedRoute ReadRoute(TableReader reader, HashSet<string> links)
    {
        var to = Prefix(reader, "to", "10.0.0.0/8", out var prefix) ? prefix.Network : default;
        var via = Address(reader, "via", "192.168.0.1");
        if (via is not null && reader.AreGood("to", "via") && Cidr.Host(via).IsIPv6 != to.IsIPv6)
        {
            reader.Refuse("via", $"the gateway {via} is not of the family of {to}", "give a gateway of the same family");
        }

        var route = new WantedRoute(
            to,
            KnownLink(reader, "link", "eth0", links),
            via?.ToString(),
            Address(reader, "source", "192.168.0.2")?.ToString(),
            (uint)reader.Count("table", (int)WantedRoute.MainTable, int.MaxValue, least: 1),
            (uint)reader.Count("metric", 0, int.MaxValue));
        Once(reader, "route", "to", route.ToString());
        return route;
    }

    /// <summary>For both families where no address tells which.</summary>
    private IEnumerable<WantedRule> ReadRule(TableReader reader)
    {
        if (!reader.Has("priority"))
        {
            reader.Refuse("priority", "priority is missing: without it the kernel would choose one", "add: priority = 1000");
        }

        if (reader.Has("table") == reader.Has("action"))
        {
            reader.Refuse("table", "a rule has either a table or an action", "give one of the two: table = 100, or action = \"prohibit\"");
        }

        var (to, from) = (OptionalPrefix(reader, "to"), OptionalPrefix(reader, "from"));
        if (to is { } there && from is { } here && there.IsIPv6 != here.IsIPv6)
        {
            reader.Refuse("from", $"{here} is not of the family of {there}", "give prefixes of the same family");
        }

        var selector = new RuleSelector
        {
            IsInverted = reader.Flag("not", false),
            From = from,
            InputLink = reader.Has("iif") ? LinkName(reader, "iif", "lo") : "",
            OutputLink = reader.Has("oif") ? LinkName(reader, "oif", "eth0") : "",
        };
        var mark = (uint)reader.Count("mark", 0, int.MaxValue, least: 1);
        if (!((string[])["to", "from", "iif", "oif", "mark"]).Any(reader.Has) && (reader.Has("action") || selector.IsInverted))
        {
            reader.Refuse(reader.Has("action") ? "action" : "not", "it says nothing of which packets are meant", "add one of to, from, iif, oif and mark");
        }

        var rule = new RoutingRule(
            (to ?? from)?.IsIPv6 ?? false,
            (uint)reader.Count("priority", 1000, 32765, least: 1),
            reader.Has("action") ? reader.Word("action", "prohibit", Forbidding) : "table",
            (uint)reader.Count("table", 0, int.MaxValue, least: 1),
            mark,
            mark == 0 ? 0 : uint.MaxValue,
            selector.ToString(),
            to);
        Once(reader, "rule", "priority", rule.ToString());
        return to is null && from is null ? [new WantedRule(rule), new WantedRule(rule with { IsIPv6 = true })] : [new WantedRule(rule)];
    }

    private static Cidr? OptionalPrefix(TableReader reader, string key) =>
        reader.Has(key) && Prefix(reader, key, "10.0.0.0/8", out var prefix) ? prefix.IsEverything ? null : prefix.Network : null;

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

    private WantedService ReadService(TableReader reader)
    {
        if (!reader.Has("port"))
        {
            reader.Refuse("port", "port is missing", "add: port = 8080");
        }

        var port = reader.Count("port", 8080, 65535, least: 1);
        Once(reader, "service", "port", port.ToString(CultureInfo.InvariantCulture));
        var (open, closed) = (reader.Texts("open-on", "wg0"), reader.Texts("closed-on", "eth0"));
        foreach (var both in open.Intersect(closed, StringComparer.Ordinal))
        {
            reader.Refuse("closed-on", $"'{PrintableText.Of(both, 20)}' is in open-on too", "keep it in one of the two");
        }

        foreach (var key in (string[])["open-on", "closed-on"])
        {
            if (reader.Texts(key, "eth0").FirstOrDefault(l => !IsLinkName(l)) is { } bad)
            {
                reader.Refuse(key, $"'{PrintableText.Of(bad, 20)}' is no name of a link", "write 1 to 15 characters without slash, colon or blank");
            }
        }

        var program = reader.Text("program", "nginx");
        if (program is not null && (program.Length is 0 or > 15 || program.Any(char.IsControl)))
        {
            reader.Refuse("program", "no process is called so", "write its name as ps -o comm shows it, 1 to 15 characters");
        }

        var (openTo, closedTo) = (Sources(reader, "open-to"), Sources(reader, "closed-to"));
        foreach (var both in openTo.Intersect(closedTo))
        {
            reader.Refuse("closed-to", $"{both} is in open-to too", "keep it in one of the two; a narrower prefix within a wider one is an exception to it");
        }

        if (openTo.Count > 0 && open.Count == 0)
        {
            reader.Refuse("open-to", "there is no link over which it is open", "add: open-on = [\"wg0\"], or remove open-to");
        }

        return new WantedService(port, string.Join(' ', open), string.Join(' ', closed), program, StartOf(reader), AllowedAddresses.Join(openTo), AllowedAddresses.Join(closedTo));
    }

    /// <summary>Who is meant: one whose bits behind the length are set may be meant as an address, or as all of its prefix.</summary>
    private static List<Cidr> Sources(TableReader reader, string key)
    {
        var found = Prefixes(reader, key, "10.0.0.0/8");
        if (found.Count == 0 && reader.Has(key) && reader.AreGood(key))
        {
            reader.Refuse(key, $"{key} names nobody", $"write prefixes: {key} = [\"10.0.0.0/8\"], or remove it");
        }

        foreach (var odd in found.Where(p => p != p.Network))
        {
            reader.Refuse(key, $"{odd} is no prefix: it has bits behind its length", $"write {odd.Network} for all of them, or {odd.Address} for the one address");
        }

        return found;
    }

    private static string? StartOf(TableReader reader)
    {
        if (!reader.Has("start"))
        {
            return null;
        }

        var command = reader.Texts("start", "/etc/init.d/nginx");
        if (reader.AreGood("start") && (command.Count == 0 || command[0].Length == 0 || (command[0].Contains('/', StringComparison.Ordinal) && command[0][0] != '/')))
        {
            reader.Refuse("start", "start names no program", "write a program by its whole path or its plain name, and its arguments: start = [\"/etc/init.d/nginx\", \"start\"]");
        }

        if (command.Any(c => c.Any(char.IsControl)))
        {
            reader.Refuse("start", "an argument has a control character", "write a script that does it, and its path here");
        }

        return string.Join('\n', command);
    }

    private WantedProbe ReadProbe(TableReader reader)
    {
        var url = Required(reader, "url", "http://192.168.0.1:8080/") ?? "";
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || !IsAsked(uri))
        {
            if (reader.AreGood("url"))
            {
                reader.Refuse("url", $"'{PrintableText.Of(url, 60)}' is no address of a page over HTTP, nor of a TCP port", "write it like http://192.168.0.1:8080/, or tcp://192.168.0.1:22 for a connection alone");
            }

            uri = new Uri("http://localhost/");
        }

        var link = reader.Has("link") ? LinkName(reader, "link", "wg0") : null;
        var source = Address(reader, "source", "192.168.0.2");
        if (source is not null && uri.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6 && uri.HostNameType is UriHostNameType.IPv6 != Cidr.Host(source!).IsIPv6)
        {
            reader.Refuse("source", $"{source} is not of the family of {uri.Host}", "give a source of the same family");
        }

        int? mark = reader.Count("mark", 0, int.MaxValue) is > 0 and var given ? given : null;
        var probe = new WantedProbe(uri.ToString(), reader.Word("want", true, Wants), reader.Time("every", "2s", "100ms", "1h"), link, source?.ToString(), mark);
        Once(reader, "probe", "url", probe.Name);
        return probe;
    }

    private static bool IsAsked(Uri uri) => uri.UserInfo.Length == 0
        && (uri.Scheme is "http" or "https" || (uri.Scheme is "tcp" && uri is { Port: > 0, Host.Length: > 0, PathAndQuery: "" or "/" }));

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
