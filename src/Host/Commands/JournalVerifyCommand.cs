using System.CommandLine;
using System.Text.Json;
using EventOps.Journal;

namespace EventOps.Host.Commands;

/// <summary><c>eventops journal verify</c>: whether a journal is whole and as it was written.</summary>
internal static class JournalVerifyCommand
{
    public static Command Create()
    {
        var places = new JournalPlaces();
        var json = CommonOptions.Json();
        var anchor = new Option<string?>("--anchor")
        {
            Description = "A hash noted earlier (printed as last hash): also finds that the end was cut off or all was rewritten",
            HelpName = "HASH",
        };
        var command = new Command("verify", $"Check every line, its hash and its place. Exit code 0: sound; {ExitCodes.BadData}: damaged") { json, anchor };
        places.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Verify(parsed, places, parsed.GetValue(anchor), parsed.GetValue(json), cancellationToken)));
        return command;
    }

    private static int Verify(ParseResult parsed, JournalPlaces places, string? anchor, bool json, CancellationToken cancellationToken)
    {
        JournalHash? noted = null;
        if (anchor is not null)
        {
            if (!JournalHash.TryParse(anchor, out var hash))
            {
                Console.Error.WriteLine($"eventops: '{anchor}' is no hash of a journal line; it has {JournalHash.TextLength} characters of base64url");
                return ExitCodes.Usage;
            }

            noted = hash;
        }

        if (places.Find(parsed, out var exitCode) is not { } paths)
        {
            return exitCode;
        }

        var report = JournalVerifier.Verify(paths, noted, cancellationToken);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(JournalVerifyText.Of(report), JournalJson.Default.JournalVerifyText));
        }
        else
        {
            Show(report);
        }

        return report.IsSound ? ExitCodes.Success : ExitCodes.BadData;
    }

    private static void Show(JournalReport report)
    {
        foreach (var fault in report.Faults)
        {
            Console.WriteLine((fault.IsNote ? "note: " : "") + fault);
        }

        var range = report.Records == 0 ? "no records" : FormattableString.Invariant(
            $"{report.Records} records, {report.FirstSequence} to {report.LastSequence}, {report.FirstAt:yyyy-MM-dd HH:mm:ss}Z to {report.LastAt:yyyy-MM-dd HH:mm:ss}Z, in {report.Segments} segments, {report.Size}");
        Console.WriteLine(report.IsSound ? $"Sound: {range}" : FormattableString.Invariant($"Damaged in {report.FaultCount} places; readable are {range}"));
        if (report.Last is { } last)
        {
            Console.WriteLine($"last hash {last}");
        }
    }
}
