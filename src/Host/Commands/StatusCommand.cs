using System.CommandLine;
using System.Text.Json;
using EventOps.Host.Control;
using EventOps.Model;
using Spectre.Console;

namespace EventOps.Host.Commands;

/// <summary><c>eventops status</c>: how the running daemon and what it watches are.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var settings = CommonOptions.Settings();
        var json = CommonOptions.Json();
        var command = new Command(
            "status",
            $"Show the volumes, alarms and last actions. Exit code 0: all is well; {ExitCodes.Failed}: an alarm stands; {ExitCodes.Unavailable}: no daemon answers")
        {
            settings,
            json,
        };
        command.SetAction((parsed, cancellationToken) =>
            RunningDaemon.AskAsync(parsed.GetValue(settings)!, folder => ShowAsync(folder, parsed.GetValue(json), cancellationToken)));
        return command;
    }

    private static async Task<int> ShowAsync(string folder, bool json, CancellationToken cancellationToken)
    {
        var answer = await ControlClient.AskAsync(folder, ControlVerb.Status, cancellationToken);
        var report = answer.Deserialize(ControlJson.Default.StatusReport)!;
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(report, CommandJson.Default.StatusReport));
        }
        else
        {
            Show(report);
        }

        return report.Alarms.Count == 0 ? ExitCodes.Success : ExitCodes.Failed;
    }

    private static void Show(StatusReport report)
    {
        Tables.Prepare();
        AnsiConsole.MarkupLineInterpolated($"EventOps {report.Version}, process {report.ProcessId}, mode [bold]{Word(report.Mode)}[/], {report.Rules.Count} rules, journal at {report.Journal.LastSequence}");
        if (report.Journal.IsDegraded)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]The journal is kept in memory only: {report.Journal.Reason}[/]");
        }

        AnsiConsole.Write(VolumeTable.Of(report.Volumes));
        foreach (var volume in report.Volumes.Where(v => v.Obstacles.Count > 0))
        {
            AnsiConsole.MarkupLineInterpolated($"[yellow]{volume.Volume} could not be grown: {string.Join("; ", volume.Obstacles)}[/]");
        }

        foreach (var alarm in report.Alarms)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]{alarm.Severity}[/] since {alarm.Since:yyyy-MM-dd HH:mm:ss}Z: {alarm.Message}");
        }

        foreach (var proposal in report.Proposals)
        {
            AnsiConsole.MarkupLineInterpolated($"[yellow]Waits for a yes[/]: {proposal.Because}. Risk: {proposal.Risk}. To have it done: eventops approve {proposal.Name}");
        }

        foreach (var action in report.Actions)
        {
            var outcome = action.Outcome is { } ended ? $"{ended} in {Duration.Format(action.Took ?? TimeSpan.Zero)}" : "running";
            AnsiConsole.MarkupLineInterpolated($"Last action on {action.Resource} at {action.At:HH:mm:ss}Z: {outcome}: {action.Detail}");
        }
    }

    private static string Word(ActingMode mode) => mode is ActingMode.Act ? "act" : "observe";
}
