using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace EventOps.Bench.Growth;

/// <summary>Collects figures, prints them as a table or as JSON, and tells whether all that is wanted was reached.</summary>
internal sealed class Report(string name, bool asJson)
{
    private readonly List<Figure> _figures = [];

    /// <param name="wanted">The most that it may be; null for a figure that is only shown.</param>
    public void Add(string what, double value, string unit, double? wanted = null)
    {
        _figures.Add(new Figure(what, Math.Round(value, 3), unit, wanted, wanted is null ? null : value <= wanted));
    }

    public void Add(string what, Figures figures, string unit, double? wantedMedian = null, double? wantedWorst = null, double? wanted95 = null)
    {
        Add($"{what}: median of {figures.Count}", figures.Median, unit, wantedMedian);
        Add($"{what}: 95 of 100", figures.At(0.95), unit, wanted95);
        Add($"{what}: worst", figures.Worst, unit, wantedWorst);
    }

    /// <summary>Tells how far it is, where people see it and pipes do not.</summary>
    public static void Say(string line) => Console.Error.WriteLine(line);

    /// <returns>The exit code.</returns>
    public int Finish()
    {
        Add("load average at the end", double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture), "");
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(_figures, ReportJson.Default.IReadOnlyListFigure));
        }
        else
        {
            Print();
        }

        return _figures.Any(f => f.IsMet == false) ? 1 : 0;
    }

    private void Print()
    {
        var table = new Table().Title(name).AddColumns("figure", "measured", "wanted", "");
        table.Columns[1].RightAligned();
        table.Columns[2].RightAligned();
        foreach (var figure in _figures)
        {
            table.AddRow(
                Markup.Escape(figure.What),
                Markup.Escape($"{Show(figure.Value)} {figure.Unit}"),
                figure.Wanted is { } wanted ? Markup.Escape($"≤ {Show(wanted)} {figure.Unit}") : "",
                figure.IsMet switch { true => "met", false => "MISSED", null => "" });
        }

        AnsiConsole.Write(table);
    }

    private static string Show(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
