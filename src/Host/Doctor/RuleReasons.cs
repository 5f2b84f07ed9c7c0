using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace EventOps.Host.Doctor;

/// <summary>Why rules exist: the summary that stands above each in its file.</summary>
internal static class RuleReasons
{
    private const string NameStart = "[Name(\"";

    /// <returns>By the rules' names; without those that have no summary.</returns>
    public static IReadOnlyDictionary<string, string> Of(string source)
    {
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal);
        var comment = new StringBuilder();
        foreach (var line in source.Split('\n').Select(l => l.Trim()))
        {
            if (line.StartsWith("///", StringComparison.Ordinal))
            {
                comment.Append(line.AsSpan(3)).Append(' ');
            }
            else if (line.StartsWith(NameStart, StringComparison.Ordinal) && line.IndexOf("\")", StringComparison.Ordinal) is var end and > 0)
            {
                if (SummaryOf(comment.ToString()) is { Length: > 0 } summary)
                {
                    reasons[line[NameStart.Length..end]] = summary;
                }
            }
            else if (!line.StartsWith('['))
            {
                comment.Clear();
            }
        }

        return reasons;
    }

    private static string SummaryOf(string comment)
    {
        try
        {
            var words = XElement.Parse($"<doc>{comment}</doc>").Element("summary")?.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];
            return string.Join(' ', words);
        }
        catch (XmlException)
        {
            return "";
        }
    }
}
