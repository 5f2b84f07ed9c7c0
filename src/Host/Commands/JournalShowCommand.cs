using System.CommandLine;
using System.Globalization;
using EventOps.Journal;

namespace EventOps.Host.Commands;

/// <summary><c>eventops journal show</c>: one readable line for each event.</summary>
internal static class JournalShowCommand
{
    public static Command Create()
    {
        var (places, range, filter, json) = (new JournalPlaces(), new JournalRange(), new JournalFilter(), CommonOptions.Json());
        var sequences = new Option<string?>("--seq") { Description = "One sequence, or a range such as 100-200 or 100-", HelpName = "RANGE" };
        var command = new Command("show", $"Print events, one a line. Exit code {ExitCodes.BadData}: the journal is damaged; what is sound was printed") { json, sequences };
        places.AddTo(command);
        range.AddTo(command);
        filter.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            if (!TryRead(parsed.GetValue(sequences), out var first, out var last))
            {
                Console.Error.WriteLine($"eventops: --seq {parsed.GetValue(sequences)} is no range of sequences; write 100, 100-200 or 100-");
                return Task.FromResult(ExitCodes.Usage);
            }

            if (places.Find(parsed, out var exitCode) is not { } paths)
            {
                return Task.FromResult(exitCode);
            }

            var faults = new JournalFaults();
            var options = range.Read(parsed) with { FromSequence = first, ToSequence = last, IncludeFrames = true, OnFault = faults.Tell };
            using var output = new JournalPrinter(parsed.GetValue(json));
            foreach (var record in JournalReader.Open(paths).Read(options).Where(filter.Read(parsed)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                output.Print(record);
            }

            return Task.FromResult(faults.ExitCode);
        });
        return command;
    }

    internal static bool TryRead(string? range, out long first, out long last)
    {
        (first, last) = (1, long.MaxValue);
        if (range is null)
        {
            return true;
        }

        var dash = range.IndexOf('-', StringComparison.Ordinal);
        var (from, to) = dash < 0 ? (range, range) : (range[..dash], range[(dash + 1)..]);
        return TryNumber(from, ref first) && (to.Length == 0 || TryNumber(to, ref last)) && first <= last;
    }

    private static bool TryNumber(string text, ref long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;
}
