namespace EventOps.Linux.WireGuard;

/// <summary>
/// A configuration of wg-quick(8), <c>/etc/wireguard/wg0.conf</c>: read strictly, changed in place with its comments, its order and all that is not known
/// kept. Holds secrets; shows none but in <see cref="ToText"/>.
/// </summary>
public sealed class WgQuickFile
{
    private readonly List<WgQuickSection> _sections;
    private readonly string _end;

    private WgQuickFile(List<WgQuickSection> sections, string end)
    {
        _sections = sections;
        _end = end;
    }

    /// <summary>The first; null when there is none.</summary>
    public WgQuickSection? Interface => _sections.Find(section => section.IsInterface);

    public IReadOnlyList<WgQuickSection> Peers => _sections.FindAll(section => section.IsPeer);

    /// <summary>All that wg-quick would refuse or misread, by lines; empty when it is sound. As of the parsing: parse <see cref="ToText"/> again after changes.</summary>
    public required IReadOnlyList<WgQuickProblem> Problems { get; init; }

    /// <summary>Reads any text: what is wrong is told in <see cref="Problems"/>.</summary>
    public static WgQuickFile Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var sections = new List<WgQuickSection>();
        var (lines, name, begin, number) = (new List<WgQuickLine>(), "", 1, 0);
        foreach (var raw in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var line = new WgQuickLine(raw);
            number++;
            if (line.Section is { } section)
            {
                sections.Add(new WgQuickSection(name, begin, lines));
                (lines, name, begin) = ([], section, number);
            }

            lines.Add(line);
        }

        sections.Add(new WgQuickSection(name, begin, lines));
        return new WgQuickFile(sections, text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n") { Problems = WgQuickDiagnosis.Of(sections) };
    }

    /// <summary>The peer of that key; null when there is none.</summary>
    public WgQuickSection? Peer(WireGuardKey key) => _sections.Find(section => section.IsPeer && section.PublicKey == key);

    /// <summary>Adds a peer at the end.</summary>
    public WgQuickSection AddPeer(WireGuardKey key)
    {
        var last = _sections[^1].Lines;
        var needsGap = last.Count > 0 && last[^1].Raw.Length > 0;
        List<WgQuickLine> lines = [.. needsGap ? [new WgQuickLine("")] : Array.Empty<WgQuickLine>(), new("[Peer]"), new($"PublicKey = {key}"), new("")];
        var peer = new WgQuickSection(WgQuickKeys.Peer, 0, lines);
        _sections.Add(peer);
        return peer;
    }

    /// <summary>Takes a peer's whole section away.</summary>
    /// <returns>Whether it was there.</returns>
    public bool RemovePeer(WgQuickSection peer) => _sections.Remove(peer);

    /// <summary>The whole file, secrets and all: for the file alone, which only root may read.</summary>
    public string ToText() => string.Join(_end, _sections.SelectMany(section => section.Lines).Select(line => line.Raw));

    /// <summary>The file with its secrets left out.</summary>
    public override string ToString() => string.Join('\n', _sections.SelectMany(section => section.Lines));
}
