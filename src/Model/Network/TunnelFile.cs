using System.Globalization;

namespace EventOps.Model;

/// <summary>What a file says against the wanted state, and what it would say for it.</summary>
/// <param name="Problems">In words, without any secret.</param>
/// <param name="Corrected">The whole text; null when it cannot be corrected without knowing more.</param>
/// <param name="Grave">Of the problems what a person should hear of even where it is corrected; empty when there is nothing.</param>
public sealed record FileJudgement(IReadOnlyList<string> Problems, string? Corrected, string Grave = "");

/// <summary>What judging a tunnel's file needs to know of keys, and cannot find out by itself.</summary>
/// <param name="Read">A private key, in base64, as far as it is one.</param>
/// <param name="Spare">Private keys that may be the right one where that of a tunnel's file is lost; asked for only then.</param>
/// <param name="Preshared">The key of a peer's <see cref="WantedPeer.PresharedKeyFile"/>; null when it cannot be read.</param>
public sealed record TunnelKeys(Func<string, TunnelKey> Read, Func<WantedTunnel, IEnumerable<string>> Spare, Func<WantedPeer, string?> Preshared);

/// <summary>What is known of a private key.</summary>
/// <param name="Public">The public key to it; null when it is none.</param>
/// <param name="Wrong">Why it is none, without any of it.</param>
public readonly record struct TunnelKey(string? Public, string Wrong = "");

/// <summary>
/// Compares a wg-quick(8) file with the wanted state, and corrects it line by line: what is not spoken of stays as it is. Lines that
/// nobody understands and peers that nobody wants are put behind a remark sign, not deleted. Pure.
/// </summary>
public static class TunnelFile
{
    private const string Aside = "#eventops# ";

    private static readonly string[] InterfaceKeys =
        ["privatekey", "address", "dns", "mtu", "table", "preup", "postup", "predown", "postdown", "saveconfig", "listenport", "fwmark"];

    private static readonly string[] PeerKeys = ["publickey", "presharedkey", "allowedips", "endpoint", "persistentkeepalive"];

    public static FileJudgement Judge(string text, NetworkPolicy policy, WantedTunnel tunnel, TunnelKeys keys)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(tunnel);
        ArgumentNullException.ThrowIfNull(keys);
        var sections = SectionsOf(text);
        var problems = new List<string>();
        var own = sections.Find(s => s.Name == "interface");
        if (WrongWithKey(sections, own, tunnel, keys) is { } wrong)
        {
            var right = own is null || tunnel.PublicKey is null ? null : keys.Spare(tunnel).FirstOrDefault(k => keys.Read(k).Public == tunnel.PublicKey);
            if (right is null)
            {
                return new FileJudgement([wrong + "; put it back by hand, it stands nowhere else"], null, wrong);
            }

            problems.Add(wrong);
            own!.Set("PrivateKey", right, []);
        }

        var grave = string.Concat(problems);
        foreach (var section in sections)
        {
            section.SetAside(section.Name switch { "interface" => InterfaceKeys, "peer" => PeerKeys, _ => [] }, problems);
        }

        var link = policy.Links.FirstOrDefault(l => l.Name == tunnel.Name);
        own!.Set("Address", Joined(policy.Addresses.Where(a => a.Link == tunnel.Name).Select(a => a.Address)), problems, Addresses);
        own.Set("ListenPort", tunnel.Port == 0 ? own.Value("listenport") : Number(tunnel.Port), problems);
        own.Set("MTU", link is null or { Mtu: 0 } ? own.Value("mtu") : Number(link.Mtu), problems);
        own.Set("Table", null, problems);
        // wg-quick has one of its own choice where a peer takes everything.
        own.Set("FwMark", tunnel.Mark == 0 || tunnel.IsMarkOfQuick ? null : Mark(tunnel.Mark.ToString(CultureInfo.InvariantCulture)), problems, Mark,
            isKept: tunnel.IsMarkOfQuick && uint.TryParse(Mark(own.Value("fwmark")), CultureInfo.InvariantCulture, out var mark) && tunnel.HasMark(mark));
        var peers = policy.Peers.Where(p => p.Tunnel == tunnel.Name).ToList();
        // Of wanted peers the longer prefix wins where two overlap, as it is meant.
        foreach (var stray in sections.Where(s => s.Name == "peer" && peers.TrueForAll(p => p.Key != s.Value("publickey"))))
        {
            if (peers.Find(p => Claims(stray, p)) is { } robbed)
            {
                problems.Add($"another peer claims {robbed.Allowed}");
                stray.SetAsideWhole();
            }
        }

        foreach (var peer in peers)
        {
            Judge(sections, peer, problems, keys);
        }

        return new FileJudgement(problems, string.Join('\n', sections.SelectMany(s => s.Lines)), grave);
    }

    /// <summary>The private key that the file holds, for comparing; null when there is none.</summary>
    public static string? PrivateKeyOf(string text) => SectionsOf(text).Find(s => s.Name == "interface")?.Value("privatekey");

    /// <summary>With its line, and without any of it; null when nothing is.</summary>
    private static string? WrongWithKey(List<Section> sections, Section? own, WantedTunnel tunnel, TunnelKeys keys)
    {
        if (own?.Value("privatekey") is not { } written)
        {
            return "[Interface] has no PrivateKey";
        }

        var line = Number(sections.TakeWhile(s => s != own).Sum(s => s.Lines.Count) + own.LineOf("privatekey") + 1);
        return keys.Read(written) switch
        {
            { Public: null, Wrong: var wrong } => $"line {line}: PrivateKey is {wrong}",
            { Public: var found } when tunnel.PublicKey is { } wanted && found != wanted => $"line {line}: PrivateKey is not the one to {wanted}",
            _ => null,
        };
    }

    private static void Judge(List<Section> sections, WantedPeer peer, List<string> problems, TunnelKeys keys)
    {
        var mine = sections.Find(s => s.Name == "peer" && s.Value("publickey") == peer.Key);
        if (mine is null)
        {
            problems.Add($"the peer {peer.Key} is missing");
            mine = new Section("peer", ["[Peer]", $"PublicKey = {peer.Key}"]);
            if (sections[^1].Lines is { Count: > 0 } last && last[^1].Length == 0)
            {
                last.RemoveAt(last.Count - 1);
            }

            sections[^1].Lines.Add("");
            sections.Add(mine);
            mine.Lines.Add("");
        }

        mine.Set("AllowedIPs", peer.Allowed, problems, Addresses);
        mine.Set("Endpoint", peer.Endpoint, problems, text => text, isKept: peer.Endpoint is null);
        mine.Set("PersistentKeepalive", peer.Keepalive == 0 ? null : Number(peer.Keepalive), problems, text => text is "off" or "0" ? null : text);
        var written = mine.Value("presharedkey");
        if (peer.PresharedKeyFile is null && !peer.KeepsPresharedKey && written is not null)
        {
            mine.Set("PresharedKey", null, []);
            problems.Add("there is a PresharedKey, and the settings want none");
        }
        else if (peer.PresharedKeyFile is not null && keys.Preshared(peer) is { } shared && written != shared)
        {
            mine.Set("PresharedKey", shared, []);
            problems.Add($"PresharedKey is {(written is null ? "missing" : "another")}: it is not that of {peer.PresharedKeyFile}");
        }
    }

    private static bool Claims(Section section, WantedPeer peer) => (section.Value("allowedips") ?? "").Split(',')
        .Any(text => Cidr.TryParse(text, out var prefix, out _) && AllowedAddresses.Split(peer.Allowed).Any(prefix.Overlaps));

    private static string? Addresses(string? text)
    {
        var parts = (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return parts.All(p => Cidr.TryParse(p, out _, out _)) ? Joined(parts.Select(Cidr.Parse)) : text;
    }

    /// <summary>In decimals; null for none, as wg(8) reads it.</summary>
    private static string? Mark(string? text)
    {
        var (digits, style) = text?.StartsWith("0x", StringComparison.OrdinalIgnoreCase) == true ? (text[2..], NumberStyles.AllowHexSpecifier) : (text, NumberStyles.None);
        return text is "off" ? null : !uint.TryParse(digits, style, CultureInfo.InvariantCulture, out var mark) ? text : mark == 0 ? null : mark.ToString(CultureInfo.InvariantCulture);
    }

    private static string Joined(IEnumerable<Cidr> addresses) => string.Join(", ", addresses.Select(a => a.ToString()).Order(StringComparer.Ordinal));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static List<Section> SectionsOf(string text)
    {
        var sections = new List<Section> { new("", []) };
        foreach (var line in text.Split('\n'))
        {
            var bare = Section.Bare(line);
            if (bare.StartsWith('[') && bare.EndsWith(']'))
            {
                sections.Add(new Section(bare[1..^1].Trim().ToLowerInvariant(), []));
            }

            sections[^1].Lines.Add(line.TrimEnd('\r'));
        }

        return sections;
    }

    private sealed class Section(string name, List<string> lines)
    {
        public string Name => name;

        public List<string> Lines => lines;

        /// <summary>Without remarks and blanks around.</summary>
        public static string Bare(string line) => line.Split('#')[0].Trim();

        /// <summary>Of a key in lower case; several lines are joined, as wg(8) reads them.</summary>
        public string? Value(string key)
        {
            var values = lines.Where(l => KeyOf(l) == key).Select(ValueOf).ToList();
            return values.Count == 0 ? null : string.Join(", ", values);
        }

        /// <summary>Where a key stands first, from 0 on.</summary>
        public int LineOf(string key) => lines.FindIndex(l => KeyOf(l) == key);

        /// <summary>Sees to it that a key has this value, or is not there for null.</summary>
        public void Set(string key, string? wanted, List<string> problems, Func<string?, string?>? normal = null, bool isKept = false)
        {
            var lower = key.ToLowerInvariant();
            var value = Value(lower);
            var same = normal is null ? value == wanted : normal(value) == normal(wanted);
            if (same || isKept || (wanted is { Length: 0 } && value is null))
            {
                return;
            }

            problems.Add(value is null ? $"{key} is missing" : wanted is null or "" ? $"{key} = {value} is not wanted" : $"{key} is {value}, not {wanted}");
            var at = LineOf(lower);
            lines.RemoveAll(l => KeyOf(l) == lower);
            if (wanted is { Length: > 0 })
            {
                // In the old one's place, or behind the last key.
                lines.Insert(at >= 0 ? at : lines.FindLastIndex(l => KeyOf(l) is not null || l.TrimStart().StartsWith('[')) + 1, $"{key} = {wanted}");
            }
        }

        public void SetAside(string[] known, List<string> problems)
        {
            for (var i = 0; i < lines.Count; i++)
            {
                if (Bare(lines[i]) is { Length: > 0 } bare && !bare.StartsWith('[') && !known.Contains(KeyOf(lines[i]) ?? "", StringComparer.Ordinal))
                {
                    // What looks like no name may be a secret that stands in the wrong place.
                    var name = KeyOf(lines[i]) is { Length: <= 20 } key && key.All(char.IsAsciiLetter) ? key : "a line";
                    problems.Add($"'{name}' is no key of a wg-quick file");
                    lines[i] = Aside + lines[i];
                }
            }
        }

        public void SetAsideWhole()
        {
            for (var i = 0; i < lines.Count; i++)
            {
                lines[i] = Bare(lines[i]).Length == 0 ? lines[i] : Aside + lines[i];
            }
        }

        private static string? KeyOf(string line) => Bare(line) is var bare && bare.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
            ? bare[..at].Trim().ToLowerInvariant()
            : null;

        private static string ValueOf(string line) => Bare(line) is var bare ? bare[(bare.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim() : "";
    }
}
