using System.CommandLine;
using System.Globalization;
using EventOps.Journal;

namespace EventOps.Host.Commands;

/// <summary><c>eventops journal export</c>: a range of time as a journal of its own.</summary>
internal static class JournalExportCommand
{
    public static Command Create()
    {
        var (places, range) = (new JournalPlaces(), new JournalRange());
        var output = new Option<string?>("--output", "-o") { Description = "The file to write, which must not exist; standard output when not given", HelpName = "FILE" };
        var redact = new Option<bool>("--redact") { Description = "Replace names, paths, ids and addresses by pseudonyms; it replays alike" };
        var command = new Command(
            "export",
            $"Copy a range of time, with what held before it, into a journal that can be replayed alone. Exit code {ExitCodes.BadData}: the journal is damaged; what is sound was exported")
        {
            output,
            redact,
        };
        places.AddTo(command);
        range.AddTo(command);
        command.SetAction(parsed => Export(parsed, places, range, parsed.GetValue(output), parsed.GetValue(redact)));
        return command;
    }

    private static int Export(ParseResult parsed, JournalPlaces places, JournalRange range, string? output, bool redact)
    {
        if (places.Find(parsed, out var exitCode) is not { } paths)
        {
            return exitCode;
        }

        var faults = new JournalFaults();
        var wanted = range.Read(parsed);
        var options = new JournalExportOptions { From = wanted.From, To = wanted.To, Redact = redact, OnFault = faults.Tell };
        try
        {
            using var target = output is null ? Console.OpenStandardOutput() : new FileStream(output, FileMode.CreateNew, FileAccess.Write);
            var count = JournalExport.Write(JournalReader.Open(paths), target, options);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} records exported"));
            return faults.ExitCode;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"eventops: cannot write {output ?? "standard output"}: {e.Message}");
            return ExitCodes.Failed;
        }
    }
}
