using System.Globalization;
using System.Text;
using EventOps.Model;

namespace EventOps.Host.Doctor;

/// <summary>A doctor's report for a person to read.</summary>
internal static class DoctorText
{
    public static string Of(DoctorReport report)
    {
        var text = new StringBuilder();
        foreach (var unknown in report.Unknown)
        {
            Line(text, $"could not be looked at: {unknown}");
        }

        for (var i = 0; i < report.Findings.Count; i++)
        {
            Add(text, i + 1, report.Findings[i]);
        }

        var open = report.Findings.Count(f => f.IsOpen);
        Line(text, report switch
        {
            { IsHealthy: true, Findings.Count: 0 } => $"healthy: nothing differs from the settings",
            { IsHealthy: true } => $"healthy: {report.Findings.Count.Counted("finding")}, all put right",
            { Fixes: true } => $"not healthy: {report.Findings.Count.Counted("finding")}, {report.Findings.Count - open} put right, {open} left",
            _ => $"not healthy: {open.Counted("finding")}; what waits behind them shows once they are put right. To have that done: eventops doctor --fix",
        });
        return text.ToString();
    }

    private static void Add(StringBuilder text, int number, DoctorFinding finding)
    {
        Line(text, $"{number}. {(finding.Severity is { } severity ? severity + ": " : "")}{finding.What}");
        if (finding.Why.Length > 0)
        {
            Line(text, $"     why      {finding.Why} ({finding.Rule})");
        }

        switch (finding)
        {
            case { Outcome: { } outcome }:
                Line(text, $"     done     {outcome}: {finding.Detail}");
                break;

            case { Severity: not null }:
                Line(text, $"     would    {finding.Wants}");
                break;

            default:
                foreach (var step in finding.Steps.DefaultIfEmpty(finding.Wants))
                {
                    Line(text, $"     would    {step}");
                }

                break;
        }

        if (finding.Risk.Length > 0 && finding.Outcome is null)
        {
            Line(text, $"     risk     {finding.Risk}");
            Line(text, $"     yes      eventops doctor --fix --yes {finding.Proposal}, or while the daemon runs: eventops approve {finding.Proposal}");
        }

        if (finding.Obstacle.Length > 0)
        {
            Line(text, $"     but      {finding.Obstacle}");
        }
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
