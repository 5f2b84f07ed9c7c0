using System.Globalization;
using System.Text.Json;
using EventOps.Host.Replay;

namespace EventOps.Host.Commands;

/// <summary>Prints a replay: differences as they are found, or all decisions; as text or as JSON, one object a line.</summary>
/// <param name="output">Standard output unless given.</param>
internal sealed class ReplayPrinter(bool json, bool all, TextWriter? output = null)
{
    private readonly TextWriter _output = output ?? Console.Out;

    public void Print(ReplayDecision decision)
    {
        if (!all && !decision.IsDifference)
        {
            return;
        }

        if (json)
        {
            _output.WriteLine(JsonSerializer.Serialize(decision, ReplayJson.Default.ReplayDecision));
            return;
        }

        _output.WriteLine(JournalPrinter.Printable(Line(decision)));
        if (decision.Recorded is { } recorded)
        {
            _output.WriteLine("            the journal has: " + JournalPrinter.Printable(recorded));
        }
    }

    public void Print(ReplayReport report)
    {
        if (json)
        {
            _output.WriteLine(JsonSerializer.Serialize(report, ReplayJson.Default.ReplayReport));
            return;
        }

        foreach (var note in report.Notes)
        {
            _output.WriteLine("note: " + JournalPrinter.Printable(note));
        }

        if (report.SameRules == false)
        {
            _output.WriteLine("note: the rules are not those that wrote the journal");
        }

        PrintSum(report);
    }

    /// <summary>The last line: how many decisions there are, and how many differ.</summary>
    public void PrintSum(ReplayReport report)
    {
        var c = CultureInfo.InvariantCulture;
        var lost = report.Lost == 0 ? "" : string.Create(c, $"; {report.Lost} more that the live rule process could not say before it was ended");
        _output.WriteLine(report.Differences == 0
            ? string.Create(c, $"Same decisions: {report.Same} of {report.Recorded} over {report.Records} records{lost}")
            : string.Create(
                c,
                $"{report.Differences - report.NewFaults} decisions differ: {report.Extra} only in the replay, {report.Missing} only in the journal, {report.Changed} want something else, {report.Judged} are judged otherwise; {report.Same} of {report.Recorded} are the same{lost}{(report.NewFaults > 0 ? $"; {report.NewFaults} rules failed" : "")}"));
    }

    private static string Line(ReplayDecision d)
    {
        var place = d.Sequence == 0 ? "-" : d.Sequence.ToString(CultureInfo.InvariantCulture);
        var verdict = d.Verdict is null ? "" : $": {d.Verdict}{(d.Reason.Length > 0 ? $" ({d.Reason})" : "")}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Word(d.Mark),-8} {place,8}  {d.At:yyyy-MM-dd HH:mm:ss.fff}  after {d.DecidedAfter}, '{d.Rule}': {JournalEventText.Of(d.Intent)}, because {d.Intent.Because}{verdict}");
    }

    private static string Word(ReplayMark mark) => mark switch
    {
        ReplayMark.Same => "same",
        ReplayMark.Lost => "lost",
        ReplayMark.Extra => "extra",
        ReplayMark.Missing => "missing",
        ReplayMark.Changed => "changed",
        _ => "judged",
    };
}
