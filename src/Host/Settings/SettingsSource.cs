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
            file, at.Line, at.Column, where, PrintableText.Of(key), what, cure, PrintableText.OfLine(Line(at.Line))));
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
