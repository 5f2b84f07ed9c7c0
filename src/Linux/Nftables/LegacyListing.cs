using System.Net.Sockets;
using System.Text;

namespace EventOps.Linux.Nftables;

/// <summary>Reads what iptables-save writes.</summary>
internal static class LegacyListing
{
    /// <exception cref="FormatException">A line that iptables-save does not write.</exception>
    internal static (IReadOnlyList<LegacyChain> Chains, IReadOnlyList<LegacyRule> Rules) Parse(AddressFamily family, string listing)
    {
        var chains = new List<LegacyChain>();
        var rules = new List<LegacyRule>();
        var table = "";
        foreach (var line in listing.Split('\n'))
        {
            if (line.Length == 0 || line[0] == '#' || line == "COMMIT")
            {
                continue;
            }

            var words = Words(line);
            switch (line[0])
            {
                case '*':
                    table = line[1..];
                    break;
                case ':' when words.Count >= 2 && table.Length > 0:
                    chains.Add(new LegacyChain(family, table, words[0][1..], words[1]));
                    break;
                case '-' when words.Count >= 2 && words[0] == "-A" && table.Length > 0:
                    rules.Add(new LegacyRule(family, table, words[1], words[2..]));
                    break;
                default:
                    throw new FormatException($"iptables-save wrote a line that is not known: {line}");
            }
        }

        return (chains, rules);
    }

    /// <summary>Words are parted by spaces; one with a space or quote in it stands in double quotes, with backslashes.</summary>
    private static List<string> Words(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var (isQuoted, isWord) = (false, false);
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == '"')
            {
                (isQuoted, isWord) = (!isQuoted, true);
            }
            else if (c == ' ' && !isQuoted)
            {
                Finish();
            }
            else
            {
                // The backslash only escapes within quotes.
                i += isQuoted && c == '\\' && i + 1 < line.Length ? 1 : 0;
                word.Append(line[i]);
                isWord = true;
            }
        }

        Finish();
        return isQuoted ? throw new FormatException($"iptables-save wrote a line whose quote does not end: {line}") : words;

        void Finish()
        {
            if (isWord)
            {
                words.Add(word.ToString());
            }

            word.Clear();
            isWord = false;
        }
    }
}
