using System.Text;

namespace EventOps.Rules.Compilation.Files;

/// <summary>Whether bytes are text that reads to a person as it reads to the compiler.</summary>
internal static class RuleText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>What is wrong and where; null when nothing is.</summary>
    /// <param name="line">From 1.</param>
    public static string? Problem(ReadOnlySpan<byte> bytes, out int line, out int column)
    {
        line = column = 0;
        string text;
        try
        {
            text = Strict.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            var offset = Math.Clamp(e.Index, 0, bytes.Length);
            line = bytes[..offset].Count((byte)'\n') + 1;
            column = offset - (bytes[..offset].LastIndexOf((byte)'\n') + 1) + 1;
            return "is not valid UTF-8";
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (Refused(text[i], isFirst: i == 0) is { } problem)
            {
                line = text.AsSpan(0, i).Count('\n') + 1;
                column = i - (text.AsSpan(0, i).LastIndexOf('\n') + 1) + 1;
                return problem;
            }
        }

        return null;
    }

    /// <summary>Bidirectional controls let a line read otherwise than it compiles (Trojan Source, CVE-2021-42574).</summary>
    private static string? Refused(char c, bool isFirst) => c switch
    {
        '\0' => "holds a NUL character",
        '\u061c' or '\u200e' or '\u200f' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') =>
            $"holds the bidirectional control character U+{(int)c:X4}, which makes a line read otherwise than it compiles",
        '\ufeff' when isFirst => null, // A byte order mark; some editors cannot do without.
        '\ufeff' or '\u200b' or '\u200c' or '\u200d' or '\u2060' or '\u00ad' => $"holds the invisible character U+{(int)c:X4}",
        < ' ' and not ('\t' or '\n' or '\r' or '\f') or '\u007f' => $"holds the control character U+{(int)c:X4}",
        _ => null,
    };
}
