using EventOps.Model;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace EventOps.Lab.Growth;

/// <summary>Draws a view for a terminal of any width: the volume as a bar up to its ceiling, and the last decisions below.</summary>
internal sealed class Picture(Profile profile)
{
    private const int Widest = 100;
    private const int LinesBesideDecisions = 17;
    private const int LinesOfDecision = 4;

    public IRenderable Draw(View view)
    {
        var rows = new List<IRenderable>
        {
            new Text(view.Scene.Title, Palette.Title),
            new Text(string.Join(" · ", view.Scene.Words), Palette.Quiet),
            new Text(""),
            Bar(view),
            Numbers(view.Gauge),
        };
        var fits = Math.Max(1, (profile.Height - LinesBesideDecisions) / LinesOfDecision);
        if (view.Decisions.Count > fits)
        {
            rows.Add(new Text(""));
            rows.Add(new Text($"… {view.Decisions.Count - fits} earlier", Palette.Quiet));
        }

        foreach (var decision in view.Decisions.TakeLast(fits))
        {
            rows.Add(new Text(""));
            rows.AddRange(Describe(view.Scene, decision));
        }

        return new Padder(new Rows(rows), new Padding(2, 0, 0, 0));
    }

    private int Width => Math.Min(Widest, profile.Width) - 4;

    private Paragraph Bar(View view)
    {
        var share = view.Gauge.Share.ToString().PadLeft(8);
        var cells = Math.Max(10, Width - share.Length);
        var ceiling = view.Scene.Place.Ceiling;
        var size = Cells(view.Gauge.Size, ceiling, cells);
        var used = Math.Min(Cells(view.Gauge.Used, ceiling, cells), size);
        var style = view.Gauge.Share > new Percent(98) ? Palette.Bad : view.Gauge.Share > view.Scene.Options.Threshold ? Palette.Close : Palette.Used;
        return new Paragraph()
            .Append(new string('█', used), style)
            .Append(new string('░', size - used), style)
            .Append(new string('·', cells - size), Palette.Quiet)
            .Append(share, style);
    }

    private static int Cells(Bytes part, Bytes whole, int cells) => (int)Math.Clamp(Math.Round(part.Value * (double)cells / whole.Value), 0, cells);

    private static Paragraph Numbers(Gauge gauge)
    {
        var line = new Paragraph()
            .Append($"{gauge.Used} of {gauge.Size} used", Style.Plain)
            .Append(" · ", Palette.Quiet)
            .Append($"{gauge.Rate}", Style.Plain);
        if (gauge.TimeToFull is { } left)
        {
            line.Append(" · ", Palette.Quiet).Append($"full in {Duration.Format(left)}", Style.Plain);
        }

        return line.Append(" · ", Palette.Quiet).Append(Scene.Format(gauge.Elapsed).Trim(), Palette.Quiet);
    }

    private static IEnumerable<IRenderable> Describe(Scene scene, Decision decision)
    {
        var times = decision.Repeats > 0 ? $"  ×{decision.Repeats + 1}" : "";
        yield return new Paragraph()
            .Append(Scene.Format(decision.At) + "  ", Palette.Quiet)
            .Append(decision.Rule, Palette.Title)
            .Append($"  {Scene.Describe(decision)}{times}  ", Style.Plain)
            .Append(State(decision, out var style), style);
        yield return Below(decision.Intent.Because, Style.Plain);
        var steps = decision.Steps.Select(s => $"{scene.Shorten(s.Does)} {Duration.Format(s.Took)}");
        if (decision.Steps.Count > 0)
        {
            yield return Below(string.Join(" · ", steps), Palette.Quiet);
        }
        else if (decision is { IsCarriedOut: false, Verdict.Reason: { Length: > 0 } reason })
        {
            yield return Below(reason, Palette.Quiet);
        }
    }

    private static Padder Below(string text, Style style) => new(new Text(text, style), new Padding(10, 0, 0, 0));

    private static string State(Decision decision, out Style style)
    {
        style = decision switch
        {
            { IsCarriedOut: true, Ended.Outcome: Outcome.Succeeded or Outcome.AlreadySo } => Palette.Good,
            { Ended: not null } => Palette.Bad,
            _ => Palette.Quiet,
        };
        return decision switch
        {
            { Ended: { } ended } => $"{(ended.Outcome is Outcome.Succeeded ? "✓" : ended.Outcome)} {Duration.Format(ended.Took)}",
            { Intent: RaiseAlarm } => "",
            { IsOpen: true } => "…",
            { Verdict.Verdict: Verdict.Observed } => "would be done",
            _ => "not now",
        };
    }
}
