using System.CommandLine;
using EventOps.Host.Reporting;
using EventOps.Journal;

namespace EventOps.Host.Commands;

/// <summary><c>eventops report</c>: the account of what happened, as Markdown, from the journal alone.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var (places, range) = (new JournalPlaces(), new JournalRange());
        var output = new Option<string?>("--output", "-o") { Description = "Write to this file instead of printing", HelpName = "FILE" };
        var command = new Command(
            "report",
            $"Write the account of what was found and changed, with the commands and what was read before and after. Exit code {ExitCodes.BadData}: the journal is damaged; what is sound was used")
        {
            output,
        };
        places.AddTo(command);
        range.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (places.Find(parsed, out var exitCode) is not { } paths)
            {
                return exitCode;
            }

            var faults = new JournalFaults();
            var account = new Account();
            foreach (var record in JournalReader.Open(paths).Read(range.Read(parsed) with { OnFault = faults.Tell }))
            {
                cancellationToken.ThrowIfCancellationRequested();
                account.Add(record);
            }

            account.Close();
            var text = ReportText.Of(account);
            if (parsed.GetValue(output) is { } file)
            {
                await File.WriteAllTextAsync(file, text, cancellationToken);
            }
            else
            {
                Console.Write(text);
            }

            return faults.ExitCode;
        });
        return command;
    }
}
