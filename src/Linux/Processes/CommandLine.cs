using System.Text;

namespace EventOps.Linux.Processes;

/// <summary>A program and its arguments, never a shell line. The program is an absolute path, or a name looked up in the fixed folders.</summary>
public sealed record CommandLine
{
    public CommandLine(string program, params IReadOnlyList<string> arguments)
    {
        Program = program;
        Arguments = arguments;
    }

    public string Program { get; }

    public IReadOnlyList<string> Arguments { get; }

    /// <summary>Each argument as it is when plain, else in single quotes with control characters escaped. For people; never run.</summary>
    public override string ToString() => string.Join(' ', Arguments.Prepend(Program).Select(Quote));

    private static string Quote(string text)
    {
        if (text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "+,-./:=@_%".Contains(c, StringComparison.Ordinal)))
        {
            return text;
        }

        var quoted = new StringBuilder("'");
        foreach (var c in text)
        {
            _ = c switch
            {
                '\'' or '\\' => quoted.Append('\\').Append(c),
                _ when char.IsControl(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.Format
                    => quoted.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('\'').ToString();
    }
}
