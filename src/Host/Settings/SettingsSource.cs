using System.Buffers;

namespace EventOps.Host.Settings;

/// <summary>A place in the settings file, from 1; <see cref="WholeFile"/> when it is none in particular.</summary>
internal readonly record struct SourcePosition(int Line, int Column)
{
    public static SourcePosition WholeFile => default;
}

/// <summary>The text of a settings file and what has been found wrong with it so far.</summary>
internal sealed class SettingsSource(string file, string text)
{
    /// <summary>A file of a million wrong lines must not cost a gigabyte of complaints.</summary>
    public const int MostProblems = 500;

    private static readonly SearchValues<char> Base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

    private readonly string[] lines = text.Split('\n');
    private readonly List<SettingsProblem> problems = [];
    private int left;

    public string Text => text;

    public bool HasProblems => problems.Count > 0;

    /// <summary>The line without its end; empty outside the file.</summary>
    public string Line(int number) => number >= 1 && number <= lines.Length ? lines[number - 1].TrimEnd('\r') : "";

    public void Add(SourcePosition at, string where, string key, string what, string cure)
    {
        if (problems.Count >= MostProblems)
        {
            left++;
            return;
        }

        problems.Add(new SettingsProblem(
            file, at.Line, at.Column, where, PrintableText.Of(key), Safe(what, key), cure, PrintableText.OfLine(Safe(Line(at.Line), key))));
    }

    /// <summary>
    /// A private key that somebody put here by mistake must not get into what is said of the mistake: 43 characters of base64 and an equals sign. Under
    /// <c>key</c> belongs a public one.
    /// </summary>
    private static string Safe(string text, string key)
    {
        const int Length = 44;
        char[]? masked = null;
        for (var end = key == "key" ? -1 : text.IndexOf('=', StringComparison.Ordinal); end >= 0; end = text.IndexOf('=', end + 1))
        {
            var start = end + 1 - Length;
            if (start >= 0 && !text.AsSpan(start, Length - 1).ContainsAnyExcept(Base64))
            {
                (masked ??= text.ToCharArray()).AsSpan(start, Length).Fill('*');
            }
        }

        return masked is null ? text : new string(masked);
    }

    /// <summary>All problems in the order of the file, and how many more there were.</summary>
    public IReadOnlyList<SettingsProblem> Problems()
    {
        var sorted = problems.OrderBy(p => p.Line).ThenBy(p => p.Column).ToList();
        if (left > 0)
        {
            sorted.Add(new SettingsProblem(file, 0, 0, "", "", $"{left} more problems are not shown", "correct these first and check again", ""));
        }

        return sorted;
    }
}
