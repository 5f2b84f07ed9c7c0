namespace EventOps.Linux.Sysctls;

/// <summary>
/// A kernel parameter under <c>/proc/sys</c>, as sysctl(8) writes it: <c>net.ipv4.icmp_echo_ignore_all</c>. A dot within a part, as in the link name
/// <c>eth0.10</c>, is written as a slash (<c>net.ipv4.conf.eth0/10.rp_filter</c>), or the whole name with slashes as separators
/// (<c>net/ipv4/conf/eth0.10/rp_filter</c>): the first separator decides.
/// </summary>
public sealed record SysctlName
{
    private const int Longest = 255;

    private SysctlName(IReadOnlyList<string> parts) => Path = "/proc/sys/" + string.Join('/', parts);

    /// <summary>Of its file.</summary>
    public string Path { get; }

    /// <summary>Reads either form.</summary>
    /// <exception cref="FormatException">An empty part, "." or "..", or characters that no parameter has.</exception>
    public static SysctlName Parse(string text) =>
        TryParse(text, out var name) ? name : throw new FormatException($"'{text}' names no kernel parameter; write it as in net.ipv4.ip_forward");

    public static bool TryParse(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SysctlName? name)
    {
        ArgumentNullException.ThrowIfNull(text);
        name = null;
        var first = text.AsSpan().IndexOfAny('.', '/');
        if (first <= 0 || text.Length > Longest)
        {
            return false;
        }

        var isDotted = text[first] == '.';
        var parts = text.Split(text[first]);
        if (isDotted)
        {
            parts = [.. parts.Select(part => part.Replace('/', '.'))];
        }

        if (!parts.All(IsPart))
        {
            return false;
        }

        name = new SysctlName(parts);
        return true;
    }

    /// <summary>A link's own parameter: <c>OfLink("ipv4", "wg0", "rp_filter")</c>; the link's name is taken as it is, dots and all.</summary>
    /// <param name="family">ipv4 or ipv6.</param>
    /// <exception cref="FormatException">A part that cannot be one.</exception>
    public static SysctlName OfLink(string family, string link, string parameter) => Parse($"net/{family}/conf/{link}/{parameter}");

    /// <summary>Dotted, as sysctl(8) prints it.</summary>
    public override string ToString() => string.Join('.', Path["/proc/sys/".Length..].Split('/').Select(part => part.Replace('.', '/')));

    // Link names may hold any other byte; a link named "all" or "default" cannot be told from the parameter's own folders.
    private static bool IsPart(string part) => part.Length > 0 && part is not ("." or "..") && !part.Any(c => c is '/' || char.IsControl(c) || char.IsWhiteSpace(c));
}
