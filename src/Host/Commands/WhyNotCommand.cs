using System.CommandLine;
using System.Globalization;
using EventOps.Host.Settings;
using EventOps.Model;
using EventOps.Rules.Process;

namespace EventOps.Host.Commands;

/// <summary><c>eventops why-not RULE</c>: what kept a rule from acting, from the journal alone.</summary>
internal static class WhyNotCommand
{
    public static Command Create()
    {
        var settings = CommonOptions.Settings();
        var json = CommonOptions.Json();
        var rule = new Argument<string>("rule") { Description = "The rule's name as 'rules list' shows it" };
        var at = new Option<string?>("--at") { Description = "When, in UTC such as 2026-03-01T12:00:00; the end of the journal unless given", HelpName = "TIME" };
        var about = new Option<string?>("--for") { Description = "For which resource, such as volume:data", HelpName = "RESOURCE" };
        var command = new Command("why-not", $"Tell what keeps a rule from acting, from the journal. Exit code {ExitCodes.Failed}: there was no such rule then") { rule, at, about, settings, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var time = DateTimeOffset.MaxValue;
            if (parsed.GetValue(at) is { } text
                && !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time))
            {
                await Console.Error.WriteLineAsync($"eventops: '{text}' is no time; write it like --at 2026-03-01T12:00:00");
                return ExitCodes.Usage;
            }

            return await WhyPrinting.RunAsync(
                parsed.GetValue(settings)!,
                parsed.GetValue(json),
                read => TellAsync(read, parsed.GetValue(rule)!, time, parsed.GetValue(about), cancellationToken));
        });
        return command;
    }

    /// <summary>What was asked about one resource is answered for it alone: that others meet the conditions is no answer.</summary>
    private static ExplainedRule? About(ExplainedRule? explained) => explained is null ? null : explained with { Matches = explained.Nearest.Count(c => c.Holds) };

    private static async Task<WhyText?> TellAsync(DaemonSettings settings, string name, DateTimeOffset at, string? resource, CancellationToken cancellationToken)
    {
        var past = WhyPast.Read(settings.Journal.Folder, long.MaxValue, at, cancellationToken);
        if (past.Rules.FirstOrDefault(r => r.Name == name) is not { } rule)
        {
            var known = past.Rules.Count == 0 ? "none were loaded" : string.Join(", ", past.Rules.Select(r => r.Name));
            await Console.Error.WriteLineAsync($"eventops: no rule named '{name}' was loaded then; rules: {known}");
            return null;
        }

        var notes = new List<string>();
        if (past.Parked.TryGetValue(name, out var parked))
        {
            notes.Add($"it is parked until {parked.File} changes: {parked.Reason}");
        }

        if (rule.Mode is RuleMode.Observe)
        {
            notes.Add($"it was new or edited when it was loaded, and observes until it is promoted: eventops rules promote \"{name}\"");
        }

        var (sequence, intent) = past.Intents.LastOrDefault(i => i.Value.Rule == name && (resource is null || i.Value.Intent.Resource == resource));
        var verdict = intent is null ? null : past.Verdicts.GetValueOrDefault(sequence);
        var (explained, problem) = await WhyExplaining.ExplainAsync(settings, past, rule, resource is null ? null : WhyPrinting.KeyOf(resource), cancellationToken);
        if (problem is not null)
        {
            notes.Add(problem);
        }

        return new WhyText(
            $"why-not {name}",
            past.LastAt,
            rule,
            intent is null ? null : sequence,
            intent is null ? null : WhyPrinting.Describe(intent.Intent),
            intent?.Intent.Because,
            verdict?.Verdict.ToString(),
            verdict?.Reason,
            [],
            null,
            notes,
            resource is null ? explained : About(explained));
    }
}
