using System.Text.RegularExpressions;
using Tomlyn.Syntax;

namespace EventOps.Host.Settings;

/// <summary>Turns a parser's complaint into what the writer of the file can do.</summary>
internal static partial class SyntaxAdvice
{
    /// <summary>A text that its line ends before its closing quotation mark.</summary>
    public static bool IsOpenText(DiagnosticMessage error) => error.Message.Contains("newline in a string", StringComparison.Ordinal);

    /// <summary>The end of the file within a text: a mere consequence where one was left open before.</summary>
    public static bool IsEndInText(DiagnosticMessage error) => error.Message.Contains("End-Of-File found on string", StringComparison.Ordinal);

    public static (string What, string Cure) For(string message, string line)
    {
        var bare = BareValue().Match(line);
        if (bare.Success)
        {
            var (key, value) = (bare.Groups["key"].Value, bare.Groups["value"].Value.Trim());
            return ($"'{PrintableText.Of(value, 60)}' is not a TOML value", $"put it in quotes: {PrintableText.Of(key, 60)} = \"{PrintableText.Of(value, 60)}\"");
        }

        var what = $"this is not TOML: {PrintableText.Of(message)}";
        return message switch
        {
            _ when message.Contains("while expecting a value", StringComparison.Ordinal)
                || message.Contains("<eof>` for a value", StringComparison.Ordinal) => ("there is no value after the =", "write one, or remove the line"),
            _ when message.Contains("newline in a string", StringComparison.Ordinal)
                || message.Contains("End-Of-File found on string", StringComparison.Ordinal) => ("this text has no closing quotation mark", "close it on the same line"),
            _ when message.Contains("closebracket", StringComparison.Ordinal) => ("this table's name has no closing bracket", "write [name], or [[volume]] for a volume"),
            _ when message.Contains("escape character", StringComparison.Ordinal) => (what, "write a backslash as \\\\, or the text in 'single quotes'"),
            _ when message.Contains("control character", StringComparison.Ordinal) => (what, "remove it, or write it as an escape such as \\t or \\u001B in \"double quotes\""),
            _ when message.Contains("Expecting `=`", StringComparison.Ordinal) => (what, "write key = \"value\", one on a line"),
            _ when message.Contains("parse integer", StringComparison.Ordinal) => (what, "write it as text with a unit, such as \"8G\""),
            _ => (what, "write key = \"value\", one on a line, # before a remark; see https://toml.io/en/v1.1.0"),
        };
    }

    // key = 85%, step = 500M, mount = /data: the mistake that people make most.
    [GeneratedRegex("""^\s*(?<key>[A-Za-z0-9_.-]+)\s*=\s*(?<value>[^\s"'\[\]{}#=,][^"'\[\]{}#=]*)$""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex BareValue();
}
