using System.Globalization;

namespace EventOps.Linux.Nftables;

/// <summary>Finds the rules in what "list ruleset" says in nft's own language, with handles.</summary>
internal static class NftText
{
    private const string Mark = " # handle ";

    internal static Dictionary<(string Family, string Table, string Chain, ulong Handle), string> Rules(string listing)
    {
        var found = new Dictionary<(string, string, string, ulong), string>();
        var (family, table, chain) = ("", "", "");
        foreach (var line in listing.Split('\n'))
        {
            var text = line.Trim();
            var mark = text.LastIndexOf(Mark, StringComparison.Ordinal);
            if (mark < 0 || !ulong.TryParse(text.AsSpan(mark + Mark.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var handle))
            {
                continue;
            }

            var words = text[..mark].Split(' ');
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
                found[(family, table, chain, handle)] = text[..mark];
            }
        }

        return found;
    }
}
