using EventOps.Host.Actions;
using EventOps.Host.Commands;
using EventOps.Host.Control;
using EventOps.Host.Daemon;
using EventOps.Host.Settings;
using EventOps.Model;
using Microsoft.Extensions.Logging;

namespace EventOps.Host.Doctor;

/// <summary>
/// One run of the daemon's own way from sensors to rules, and with fixing to actuators, until nothing new comes of it for a while. What is
/// found and done is therefore what the daemon would find and do.
/// </summary>
internal static class DoctorRun
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <param name="read">The settings, with the folders and mode that this run shall have.</param>
    /// <param name="calm">So long without anything new is the end.</param>
    /// <param name="limit">The end in any case.</param>
    /// <param name="approved">Names of proposals that an operator has said yes to.</param>
    public static async Task<DoctorReport> RunAsync(
        SettingsResult read, TimeSpan calm, TimeSpan limit, IReadOnlyList<string> approved, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        using var parts = DaemonAssembly.Build(read, time, logs);
        var examination = new Examination(parts.SettingsLoaded, time);
        using var hearing = parts.Pipeline.Seen.Subscribe(examination.Hear);
        await using var daemon = new EventDaemon(parts, new SettingsInForce(read), time, logs.CreateLogger<EventDaemon>());
        foreach (var name in approved)
        {
            parts.Inbox.Post(new ProposalApproved(name, $"uid {ControlSocket.OwnUser}, by the doctor"), "doctor");
        }

        await daemon.StartAsync(cancellationToken);
        try
        {
            var began = time.GetTimestamp();
            while (!await IsOverAsync(parts, examination, calm, cancellationToken) && time.GetElapsedTime(began) < limit)
            {
                await Task.Delay(Look, time, cancellationToken);
            }

            return await ReportAsync(examination, parts, ReasonsOf(parts));
        }
        finally
        {
            await daemon.StopAsync(CancellationToken.None);
        }
    }

    /// <summary>What rules want is on its way when they are done with an event: it is let arrive, and what it makes of the calm is looked at again.</summary>
    private static async Task<bool> IsOverAsync(DaemonParts parts, Examination examination, TimeSpan calm, CancellationToken cancellationToken)
    {
        if (parts.Rules.IsBusy || !examination.IsQuietFor(calm))
        {
            return false;
        }

        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        parts.Inbox.Post(arrived.SetResult);
        return await Task.WhenAny(arrived.Task, Task.Delay(calm, cancellationToken)) == arrived.Task && !parts.Rules.IsBusy && examination.IsQuietFor(calm);
    }

    /// <summary>By the rules' names: what their files say of them; of one that says nothing, what it does.</summary>
    private static Dictionary<string, string> ReasonsOf(DaemonParts parts)
    {
        var reasons = parts.Rules.Shapes.DistinctBy(s => s.Rule).ToDictionary(s => s.Rule, s => s.Description, StringComparer.Ordinal);
        foreach (var file in parts.Rules.Shapes.Select(s => Path.Combine(parts.Settings.RulesFolder, s.File)).Distinct(StringComparer.Ordinal).Where(File.Exists))
        {
            foreach (var (rule, reason) in RuleReasons.Of(File.ReadAllText(file)))
            {
                reasons[rule] = reason;
            }
        }

        return reasons;
    }

    private static async Task<DoctorReport> ReportAsync(Examination examination, DaemonParts parts, IReadOnlyDictionary<string, string> reasons)
    {
        var fixes = parts.Settings.Mode is ActingMode.Act;
        var findings = new List<DoctorFinding>();
        foreach (var seen in examination.Findings)
        {
            findings.Add(await FindingAsync(seen, parts.Executor, fixes, reasons));
        }

        var unknown = examination.Unknown;
        return new DoctorReport(unknown.Count == 0 && findings.TrueForAll(f => !f.IsOpen), fixes, findings, unknown);
    }

    private static async Task<DoctorFinding> FindingAsync(
        Seen seen, ActionExecutor executor, bool fixes, IReadOnlyDictionary<string, string> reasons)
    {
        var (intent, rule) = (seen.Proposed.Intent, seen.Proposed.Rule);
        var proposal = intent as Proposal;
        var finding = new DoctorFinding(intent.Resource, intent.Because, reasons.GetValueOrDefault(rule, ""), rule, JournalEventText.Of(intent))
        {
            Risk = proposal?.Risk ?? "",
            Proposal = proposal?.Name ?? "",
        };
        if (intent is RaiseAlarm raise)
        {
            return finding with
            {
                Severity = raise.Severity,
                Wants = seen.IsSymptom && !fixes
                    ? "look again once the rest is put right, and tell a person if it lasts"
                    : "tell a person: what it takes is not done without one",
            };
        }

        if (seen.Finished is { } finished)
        {
            return finding with { Outcome = finished.Outcome, Detail = finished.Detail };
        }

        var preview = await executor.PreviewAsync(intent, CancellationToken.None);
        return finding with
        {
            Steps = preview.Steps,
            Obstacle = preview.Obstacle.Length > 0 ? preview.Obstacle : fixes && proposal is null ? seen.Verdict.Reason : "",
        };
    }
}
