using System.Text;

namespace EventOps.Journal.Lines;

/// <summary>Text from a journal or an exception, made fit to stand in a message: one line, no control characters, not long.</summary>
internal static class Words
{
    private const int Longest = 200;

    public static string Of(Exception e) => Shown(e.Message.Split(" LineNumber:", 2)[0].Split(" Path: $", 2)[0]);

    public static string Shown(string text)
    {
        var shown = new StringBuilder();
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, Longest)))
        {
            shown.Append(char.IsControl(c) || char.IsSurrogate(c) ? '?' : c);
        }

        return text.Length > Longest ? shown.Append('…').ToString() : shown.ToString();
    }
}
