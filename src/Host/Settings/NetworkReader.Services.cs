using System.Globalization;
using EventOps.Model;

namespace EventOps.Host.Settings;

/// <summary>Services and probes.</summary>
internal sealed partial class NetworkReader
{
    private static readonly Dictionary<string, bool> Wants = new(StringComparer.Ordinal) { ["reachable"] = true, ["blocked"] = false };

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
}
