using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using EventOps.Journal;
using EventOps.Model;
using Spectre.Console;

namespace EventOps.Host.Commands;

/// <summary><c>eventops journal stats</c>: what a journal consists of.</summary>
internal static class JournalStatsCommand
{
    public static Command Create()
    {
        var (places, range, json) = (new JournalPlaces(), new JournalRange(), CommonOptions.Json());
        var command = new Command("stats", $"Count records by kind and source. Exit code {ExitCodes.BadData}: the journal is damaged; what is sound was counted") { json };
        places.AddTo(command);
        range.AddTo(command);
        command.SetAction(parsed =>
        {
            if (places.Find(parsed, out var exitCode) is not { } paths)
            {
                return exitCode;
            }

            var faults = new JournalFaults();
            var stats = JournalStats.Of(JournalReader.Open(paths), range.Read(parsed) with { OnFault = faults.Tell });
            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(JournalStatsText.Of(stats), JournalJson.Default.JournalStatsText));
            }
            else
            {
                Show(stats);
            }

            return faults.ExitCode;
        });
        return command;
    }

    private static void Show(JournalStats stats)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{stats.Records} records, {stats.Size}, over {Duration.Format(stats.Span)}: {stats.RecordsPerSecond:0.##} a second"));
        Show("Kind", stats.ByKind, stats.Size);
        Show("Source", stats.BySource, stats.Size);
    }

    private static void Show(string what, IReadOnlyList<JournalShare> shares, Bytes all)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns(what, "Records", "Size", "Share");
        table.Columns[1].RightAligned();
        table.Columns[2].RightAligned();
        table.Columns[3].RightAligned();
        foreach (var share in shares)
        {
            table.AddRow(
                new Text(JournalPrinter.Printable(share.Name)),
                new Text(share.Records.ToString(CultureInfo.InvariantCulture)),
                new Text(share.Size.ToString()),
                new Text(Percent.Of(share.Size.Value, all.Value).ToString()));
        }

        AnsiConsole.Write(table);
    }
}
