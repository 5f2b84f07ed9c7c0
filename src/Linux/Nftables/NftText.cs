using System.Globalization;
using System.Text.RegularExpressions;

namespace EventOps.Linux.Nftables;

/// <summary>Finds in what "list ruleset" says in nft's own language, with handles, what its JSON leaves out.</summary>
internal static partial class NftText
{
    private const string Mark = " # handle ";

    internal static Dictionary<(string Family, string Table, string Chain, ulong Handle), string> Rules(string listing)
    {
        var found = new Dictionary<(string, string, string, ulong), string>();
        foreach (var (place, line) in Chains(listing))
        {
            var mark = line.LastIndexOf(Mark, StringComparison.Ordinal);
            if (mark >= 0 && ulong.TryParse(line.AsSpan(mark + Mark.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var handle))
            {
                found[(place.Family, place.Table, place.Chain, handle)] = line[..mark];
            }
        }

        return found;
    }

    /// <summary>The links of chains that see some alone, parted by spaces.</summary>
    internal static Dictionary<(string Family, string Table, string Chain), string> Devices(string listing)
    {
        var found = new Dictionary<(string, string, string), string>();
        foreach (var (place, line) in Chains(listing))
        {
            if (HookLine().Match(line) is { Success: true } hook)
            {
                found[place] = string.Join(' ', hook.Groups["links"].Value.Split([' ', ',', '"', '{', '}'], StringSplitOptions.RemoveEmptyEntries));
            }
        }

        return found;
    }

    [GeneratedRegex("^type \\w+ hook \\w+ devices?(?: =)? (?<links>\\{[^}]*\\}|\\S+) priority ", RegexOptions.CultureInvariant)]
    private static partial Regex HookLine();

    /// <summary>The lines within chains.</summary>
    private static IEnumerable<((string Family, string Table, string Chain) Chain, string Line)> Chains(string listing)
    {
        var (family, table, chain) = ("", "", "");
        foreach (var line in listing.Split('\n'))
        {
            var words = line.Trim().Split(' ');
            if (line.StartsWith("table ", StringComparison.Ordinal) && words.Length >= 4)
            {
                (family, table, chain) = (words[1], words[2], "");
            }
            else if (line.StartsWith("\tchain ", StringComparison.Ordinal) && words.Length >= 3)
            {
                chain = words[1];
            }
            else if (line.StartsWith("\t\t", StringComparison.Ordinal) && chain.Length > 0)
            {
                yield return ((family, table, chain), line.Trim());
            }
        }
    }
}
