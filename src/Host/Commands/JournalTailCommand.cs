using System.CommandLine;
using System.Globalization;
using EventOps.Journal;

namespace EventOps.Host.Commands;

/// <summary><c>eventops journal tail</c>: the newest events, and those that come.</summary>
internal static class JournalTailCommand
{
    private const int Lines = 10;

    public static Command Create()
    {
        var (places, filter, json) = (new JournalPlaces(), new JournalFilter(), CommonOptions.Json());
        var lines = new Option<int>("--lines", "-n") { Description = "How many of the newest to begin with", DefaultValueFactory = _ => Lines, HelpName = "COUNT" };
        var once = new Option<bool>("--no-follow") { Description = "End after the newest" };
        var command = new Command("tail", $"Print the newest events and follow those that come, until it is ended. Exit code {ExitCodes.BadData}: the journal is damaged")
        {
            json,
            lines,
            once,
        };
        places.AddTo(command);
        filter.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (places.Find(parsed, out var exitCode) is not { } paths)
            {
                return exitCode;
            }

            if (parsed.GetValue(lines) < 0)
            {
                await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"eventops: --lines {parsed.GetValue(lines)} is below zero"));
                return ExitCodes.Usage;
            }

            var faults = new JournalFaults();
            using var output = new JournalPrinter(parsed.GetValue(json), atOnce: true);
            var last = ShowNewest(paths, parsed.GetValue(lines), filter.Read(parsed), output, faults);
            if (!parsed.GetValue(once))
            {
                await FollowAsync(paths, last + 1, filter.Read(parsed), output, faults, cancellationToken);
            }

            return faults.ExitCode;
        });
        return command;
    }

    /// <returns>The newest record's sequence.</returns>
    private static long ShowNewest(IReadOnlyList<string> paths, int lines, Func<JournalRecord, bool> isWanted, JournalPrinter output, JournalFaults faults)
    {
        var newest = new Queue<JournalRecord>(lines + 1);
        long last = 0;
        foreach (var record in JournalReader.Open(paths).Read(new() { IncludeFrames = true, OnFault = f => TellSettled(f, faults) }))
        {
            last = record.IsFrame ? last : record.Sequence;
            if (isWanted(record))
            {
                newest.Enqueue(record);
                if (newest.Count > lines)
                {
                    newest.Dequeue();
                }
            }
        }

        foreach (var record in newest)
        {
            output.Print(record);
        }

        return last;
    }

    private static async Task FollowAsync(
        IReadOnlyList<string> paths, long from, Func<JournalRecord, bool> isWanted, JournalPrinter output, JournalFaults faults, CancellationToken cancellationToken)
    {
        try
        {
            var options = new JournalReadOptions { FromSequence = from, IncludeFrames = true, OnFault = faults.Tell };
            await foreach (var record in JournalReader.Open(paths).FollowAsync(options, TimeProvider.System, cancellationToken))
            {
                if (record.Sequence >= from && isWanted(record))
                {
                    output.Print(record);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is how one ends it.
        }
    }

    /// <summary>A last line without an end is being written just now.</summary>
    private static void TellSettled(JournalFault fault, JournalFaults faults)
    {
        if (fault.Kind is not JournalFaultKind.TornLine)
        {
            faults.Tell(fault);
        }
    }
}
