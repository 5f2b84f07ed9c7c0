using System.Globalization;
using System.Text;
using EventOps.Host.Commands;
using EventOps.Model;

namespace EventOps.Host.Reporting;

/// <summary>An account as Markdown.</summary>
internal static class ReportText
{
    public static string Of(Account account)
    {
        var text = new StringBuilder();
        Line(text, $"# What happened{(account.Host.Length > 0 ? " on " + Cell(account.Host) : "")}\n");
        if (account.From is not { } from)
        {
            return text.Append("The journal holds nothing of this time.\n").ToString();
        }

        Line(text, $"From {Time(from)} to {Time(account.To)}: {account.Findings.Count.Counted("finding")}, {account.Actions.Count(a => a.Steps.Count > 0).Counted("change")}, {account.Alarms.Count.Counted("alarm")}.");
        text.Append('\n');
        account.Starts.ForEach(s => Line(text, $"- {s}"));
        Findings(text, account);
        Changes(text, account);
        Alarms(text, account);
        Downtimes(text, account);
        return text.ToString();
    }

    public static string Time(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>What told of it: "route.changed", or "storage.looked: fstab changed".</summary>
    public static string How(Event e)
    {
        try
        {
            return EventKinds.Of(e) + e switch
            {
                StorageLooked looked => ": " + looked.Why,
                NetworkLooked looked => ": " + looked.Reason,
                _ => "",
            };
        }
        catch (ArgumentException)
        {
            // From a later version.
            return "";
        }
    }

    private static void Findings(StringBuilder text, Account account)
    {
        text.Append("\n## What was found\n\n");
        if (account.Findings.Count == 0)
        {
            text.Append("Nothing differed from the settings.\n");
            return;
        }

        text.Append("| when | seen by | what was wrong | rule | what came of it |\n|---|---|---|---|---|\n");
        foreach (var finding in account.Findings)
        {
            var end = finding switch
            {
                { Outcome: { } outcome, EndedAt: { } at } => $"{outcome} after {Duration.Format(at - finding.SeenAt)}",
                { Held.Length: > 0 } => "not done: " + finding.Held,
                _ => "not ended",
            };
            Line(text, $"| {Time(finding.SeenAt)} | {Cell(finding.Seen)} | {Cell(finding.Proposed.Intent.Because)} | {Cell(finding.Proposed.Rule)} | {Cell(end)} |");
        }
    }

    private static void Changes(StringBuilder text, Account account)
    {
        text.Append("\n## What was changed\n\n");
        if (account.Actions.All(a => a.Steps.Count == 0))
        {
            text.Append("Nothing.\n");
        }

        foreach (var action in account.Actions.Where(a => a.Steps.Count > 0))
        {
            Line(text, $"### {Time(action.At)}: {JournalEventText.Of(action.Intent)}");
            text.Append('\n');
            Line(text, $"Because {Cell(action.Intent.Because)}.");
            text.Append('\n');
            foreach (var step in action.Steps)
            {
                Line(text, $"{step.Step}. {Cell(step.Does)}");
                Line(text, $"   - before: {Cell(step.Before)}; after, read again: {Cell(step.After)}; {step.Outcome} in {Duration.Format(step.Took)}");
            }

            text.Append('\n');
            Line(text, action.Finished is { } end
                ? $"{end.Outcome} in {Duration.Format(end.Took)}{(end.Outcome is Outcome.Succeeded ? "" : ": " + Cell(end.Detail))}."
                : (FormattableString)$"It did not end within this journal.");
            text.Append('\n');
        }

        foreach (var action in account.Actions.Where(a => a.Steps.Count == 0 && a.Finished is { Outcome: Outcome.Refused or Outcome.Failed or Outcome.Abandoned }))
        {
            Line(text, $"- {Time(action.At)}: {JournalEventText.Of(action.Intent)} changed nothing, {action.Finished!.Outcome}: {Cell(action.Finished.Detail)}");
        }
    }

    private static void Alarms(StringBuilder text, Account account)
    {
        text.Append("\n## What was told to a person\n\n");
        if (account.Alarms.Count == 0)
        {
            text.Append("Nothing.\n");
            return;
        }

        text.Append("| from | until | how soon | what |\n|---|---|---|---|\n");
        foreach (var alarm in account.Alarms)
        {
            Line(text, $"| {Time(alarm.At)} | {(alarm.Until is { } until ? Time(until) : "stands")} | {alarm.Severity} | {Cell(alarm.Message)} |");
        }
    }

    private static void Downtimes(StringBuilder text, Account account)
    {
        text.Append("\n## What could not be used, and how long\n\n");
        if (account.Downtimes.Count == 0)
        {
            text.Append("Everything could be used all the time, as far as this journal tells.\n");
            return;
        }

        text.Append("| what | from | for |\n|---|---|---|\n");
        foreach (var downtime in account.Downtimes.OrderBy(d => d.From))
        {
            Line(text, $"| {Cell(downtime.What)} | {Time(downtime.From)} | {Duration.Format(downtime.To - downtime.From)}{(downtime.HasEnded ? "" : ", and it lasts")} |");
        }
    }

    /// <summary>Text from outside must not become markup: it stays on its line and in its cell.</summary>
    private static string Cell(string text)
    {
        var cell = new StringBuilder();
        foreach (var c in text)
        {
            _ = c switch
            {
                '|' or '\\' or '`' or '*' or '_' or '<' or '[' or ']' or '#' => cell.Append('\\').Append(c),
                _ when char.IsControl(c) => cell.Append(' '),
                _ => cell.Append(c),
            };
        }

        return cell.ToString();
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
