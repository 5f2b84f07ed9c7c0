namespace EventOps.Host.Settings;

/// <summary>
/// One thing that is wrong with the settings: where, what, and what to do. All its texts are safe to print: control
/// characters from the file are shown as escapes.
/// </summary>
/// <param name="File">The settings file as it was asked for.</param>
/// <param name="Line">From 1; 0 when the problem is with the file as a whole.</param>
/// <param name="Column">From 1, in characters (Unicode code points); 0 when the problem is with the file as a whole.</param>
/// <param name="Where">The table, such as <c>[journal]</c> or <c>volume '/data'</c>; empty at the top of the file.</param>
/// <param name="Key">The key that is concerned; empty when it is none in particular.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Cure">What to do about it.</param>
/// <param name="SourceLine">The line of the file, one printed character for each of its own; empty when there is none.</param>
public sealed record SettingsProblem(
    string File,
    int Line,
    int Column,
    string Where,
    string Key,
    string What,
    string Cure,
    string SourceLine)
{
    private const int Shown = 120;

    /// <summary>The line of the file with a caret under the culprit, on two lines; empty when the problem is with the file as a whole.</summary>
    public string Excerpt
    {
        get
        {
            if (Line == 0 || SourceLine.Length == 0)
            {
                return "";
            }

            // A column counts code points, a string UTF-16 units.
            var runes = SourceLine.EnumerateRunes().ToArray();
            var caret = Math.Clamp(Column - 1, 0, runes.Length);
            var first = Math.Max(0, Math.Min(caret - (Shown / 2), runes.Length - Shown));
            var text = string.Concat(runes.Skip(first).Take(Shown));
            return $"    {text}{Environment.NewLine}    {new string(' ', caret - first)}^";
        }
    }

    /// <summary>One line, as compilers print: <c>file:line:column: where: what; cure</c>.</summary>
    public override string ToString()
    {
        var place = Line == 0 ? PrintableText.Of(File) : $"{PrintableText.Of(File)}:{Line}:{Column}";
        var where = Where.Length == 0 ? "" : $"{Where}: ";
        return $"{place}: {where}{What}; {Cure}";
    }
}
