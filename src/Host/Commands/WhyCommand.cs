using System.CommandLine;
using EventOps.Host.Settings;
using EventOps.Journal;
using EventOps.Model;
using EventOps.Rules.Process;

namespace EventOps.Host.Commands;

/// <summary><c>eventops why SEQUENCE</c>: what led to an action, term by term, from the journal alone.</summary>
internal static class WhyCommand
{
    public static Command Create()
    {
        var settings = CommonOptions.Settings();
        var json = CommonOptions.Json();
        var sequence = new Argument<long>("sequence") { Description = "Of the action, its intent, a step or a verdict in the journal" };
        var command = new Command("why", $"Tell why an action was or was not carried out, from the journal. Exit code {ExitCodes.Failed}: there is no such action") { sequence, settings, json };
        command.SetAction((parsed, cancellationToken) => WhyPrinting.RunAsync(
            parsed.GetValue(settings)!, parsed.GetValue(json), read => TellAsync(read, parsed.GetValue(sequence), cancellationToken)));
        return command;
    }

    private static async Task<WhyText?> TellAsync(DaemonSettings settings, long asked, CancellationToken cancellationToken)
    {
        var journal = settings.Journal.Folder;
        if (IntentOf(journal, asked) is not { } sequence || Find(journal, sequence) is not { Event: IntentProposed intent } record)
        {
            await Console.Error.WriteLineAsync($"eventops: record {asked} of {journal} is no action, and belongs to none; 'eventops status' shows the last actions with their sequence");
            return null;
        }

        var past = WhyPast.Read(journal, intent.DecidedAfter, DateTimeOffset.MaxValue, cancellationToken);
        var rule = past.Rules.FirstOrDefault(r => r.Name == intent.Rule && r.Sha256 == intent.RuleSha256)
            ?? new RuleSummary(intent.Rule, "", intent.RuleSha256);
        var (explained, problem) = await WhyExplaining.ExplainAsync(settings, past, rule, WhyPrinting.KeyOf(intent.Intent.Resource), cancellationToken);
        var after = After(journal, sequence);
        var verdict = after.OfType<GuardVerdict>().FirstOrDefault();
        var finished = after.OfType<ActionFinished>().LastOrDefault();
        return new WhyText(
            $"why {asked}",
            record.At,
            rule,
            sequence,
            WhyPrinting.Describe(intent.Intent),
            intent.Intent.Because,
            verdict?.Verdict.ToString(),
            verdict?.Reason,
            [.. after.OfType<StepFinished>().Select(s => $"{s.Does}: {s.Outcome}, {s.Before} before, {s.After} after, {Duration.Format(s.Took)}")],
            finished is null ? null : $"{finished.Outcome} in {Duration.Format(finished.Took)}: {finished.Detail}",
            problem is null ? [] : [problem],
            Met(explained));
    }

    /// <summary>What the rule fired for; near misses beside it answer another question.</summary>
    private static ExplainedRule? Met(ExplainedRule? explained) =>
        explained is { Matches: > 0 } && explained.Nearest.Where(c => c.Holds).ToList() is { Count: > 0 } met ? explained with { Nearest = met } : explained;

    private static long? IntentOf(string journal, long sequence) => Find(journal, sequence)?.Event switch
    {
        IntentProposed => sequence,
        GuardVerdict e => e.IntentSequence,
        ActionStarted e => e.IntentSequence,
        StepStarted e => e.IntentSequence,
        StepFinished e => e.IntentSequence,
        ActionFinished e => e.IntentSequence,
        AlarmRaised or AlarmCleared => Find(journal, sequence)!.Cause,
        _ => null,
    };

    private static JournalRecord? Find(string journal, long sequence) =>
        JournalReader.Open(journal).Read(Quietly(sequence) with { ToSequence = sequence }).FirstOrDefault();

    /// <summary>What belongs to the intent: nothing of it comes later than the next day.</summary>
    private static List<Event> After(string journal, long sequence)
    {
        var belonging = new List<Event>();
        foreach (var record in JournalReader.Open(journal).Read(Quietly(sequence)))
        {
            switch (record.Event)
            {
                case GuardVerdict e when e.IntentSequence == sequence:
                case StepFinished s when s.IntentSequence == sequence:
                    belonging.Add(record.Event);
                    break;

                case ActionFinished e when e.IntentSequence == sequence:
                    belonging.Add(e);
                    return belonging;

                default:
                    break;
            }
        }

        return belonging;
    }

    private static JournalReadOptions Quietly(long from) => new() { FromSequence = from, OnFault = static _ => { } };
}
