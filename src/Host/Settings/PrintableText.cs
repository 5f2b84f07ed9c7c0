using System.Globalization;
using System.Text;

namespace EventOps.Host.Settings;

/// <summary>Text from outside, made safe for a terminal and a log line.</summary>
internal static class PrintableText
{
    /// <summary>At most this many characters of a foreign text are shown.</summary>
    public const int Longest = 200;

    /// <summary>The text with every character that could move a cursor, forge a line or turn the writing direction shown as an escape.</summary>
    public static string Of(string text) => Of(text, Longest);

    public static string Of(string text, int longest)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= longest)
            {
                return shown.Append('…').ToString();
            }

            shown.Append(IsSafe(rune) ? rune.ToString() : Escape(rune));
        }

        return shown.ToString();
    }

    /// <summary>The line with one printed character for each of its own, so that a caret below it points right.</summary>
    public static string OfLine(string line)
    {
        var shown = new StringBuilder(line.Length);
        foreach (var rune in line.EnumerateRunes())
        {
            shown.Append(rune.Value == '\t' ? " " : IsSafe(rune) ? rune.ToString() : "\uFFFD");
        }

        return shown.ToString();
    }

    private static bool IsSafe(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control
        or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned);

    private static string Escape(Rune rune) => rune.Value switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}"),
    };
}
