using System.Globalization;
using System.Net;
using System.Text;
using EventOps.Host.Commands;
using EventOps.Model;

namespace EventOps.Host.Replay;

/// <summary>A comparison of two rule sets as one page: usage curves, both sets' actions on one time axis, and the differences. Nothing is loaded from anywhere.</summary>
internal static class ReplayPage
{
    private const int Width = 1000;
    private const int Height = 320;
    private const int Left = 90;
    private const int Bottom = 40;

    private const string Style = """
        body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:1080px;padding:0 1rem;color:#1c2024;background:#fff}
        svg{width:100%;height:auto;border:1px solid #d8dce0;border-radius:6px}
        .old{stroke:#8a6d1f}.new{stroke:#1f5fbf}.size{stroke-dasharray:6 4}
        path{fill:none;stroke-width:2}
        circle.old{fill:#8a6d1f}circle.new{fill:#1f5fbf}
        table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #e4e7ea;text-align:left;padding:.35rem .6rem;vertical-align:top}
        .key span{margin-right:1.5rem}.o{color:#8a6d1f}.n{color:#1f5fbf}small{color:#5b6570}
        @media(prefers-color-scheme:dark){body{background:#15181b;color:#e4e7ea}svg{border-color:#3a4046}td,th{border-color:#2b3036}text{fill:#c4cad0}}
        """;

    public static string Of(ReplayDiffReport diff, string oldRules, string newRules)
    {
        var page = new StringBuilder();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Replay: old and new rules</title><style>").Append(Style).Append("</style></head><body>\n");
        page.Append(CultureInfo.InvariantCulture, $"<h1>What the new rules would have done</h1>\n<p>{E(ReplayDiffText.Summary(diff))}.</p>\n");
        page.Append(CultureInfo.InvariantCulture, $"<p class=\"key\"><span class=\"o\">● old: {E(oldRules)}</span><span class=\"n\">● new: {E(newRules)}</span><span>solid: in use; dashed: size; dots: actions</span></p>\n");
        Fork(page, "old", diff.OldFork);
        Fork(page, "new", diff.NewFork);
        foreach (var volume in diff.OldCurves.Concat(diff.NewCurves).Select(c => c.Volume).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            page.Append(CultureInfo.InvariantCulture, $"<h2>{E(volume)}</h2>\n");
            Chart(page, diff, volume);
        }

        page.Append("<h2>Differences</h2>\n<table><tr><th>When (UTC)</th><th>What</th><th>Old</th><th>New</th></tr>\n");
        foreach (var change in diff.Changes)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{change.At:yyyy-MM-dd HH:mm:ss.fff}</td><td>{E(ReplayDiffText.Line(change)[25..])}</td><td>{Cell(change.Old)}</td><td>{Cell(change.New)}</td></tr>\n");
        }

        return page.Append("</table>\n</body></html>\n").ToString();
    }

    private static void Fork(StringBuilder page, string name, ForkPoint? fork)
    {
        if (fork is not null)
        {
            page.Append(CultureInfo.InvariantCulture, $"<p><small>The {name} rules leave the recording at {fork.At:yyyy-MM-dd HH:mm:ss.fff}, record {fork.Sequence}: {E(fork.Because)}. From there on their machine is modelled.</small></p>\n");
        }
    }

    private static void Chart(StringBuilder page, ReplayDiffReport diff, string volume)
    {
        var old = diff.OldCurves.FirstOrDefault(c => c.Volume == volume)?.Points ?? [];
        var now = diff.NewCurves.FirstOrDefault(c => c.Volume == volume)?.Points ?? [];
        var all = old.Concat(now).ToList();
        var scale = new Scale(all.Min(p => p.At), all.Max(p => p.At), Math.Max(1, all.Max(p => Math.Max(p.Size.Value, p.Used.Value))));
        page.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"usage of {E(volume)}\" font-size=\"12\">\n");
        for (var i = 0; i <= 4; i++)
        {
            var size = new Bytes(scale.Most / 4 * i);
            var at = scale.From + ((scale.To - scale.From) / 4 * i);
            page.Append(CultureInfo.InvariantCulture, $"<text x=\"4\" y=\"{scale.Y(size) + 4:0.#}\">{E(size.ToString())}</text><line x1=\"{Left}\" x2=\"{Width}\" y1=\"{scale.Y(size):0.#}\" y2=\"{scale.Y(size):0.#}\" stroke=\"#8884\"/>");
            page.Append(CultureInfo.InvariantCulture, $"<text x=\"{scale.X(at):0.#}\" y=\"{Height - 12}\" text-anchor=\"{(i == 0 ? "start" : i == 4 ? "end" : "middle")}\">{at:HH:mm:ss}</text>\n");
        }

        Lines(page, "old", old, scale);
        Lines(page, "new", now, scale);
        Dots(page, "old", diff.Old, volume, scale, Height - Bottom - 4);
        Dots(page, "new", diff.New, volume, scale, Height - Bottom - 16);
        page.Append("</svg>\n");
    }

    private static void Lines(StringBuilder page, string name, IReadOnlyList<UsagePoint> points, Scale scale)
    {
        foreach (var (style, of) in new (string, Func<UsagePoint, Bytes>)[] { ("", p => p.Used), (" size", p => p.Size) })
        {
            page.Append(CultureInfo.InvariantCulture, $"<path class=\"{name}{style}\" d=\"");
            var command = 'M';
            foreach (var point in points)
            {
                page.Append(CultureInfo.InvariantCulture, $"{command}{scale.X(point.At):0.#} {scale.Y(of(point)):0.#}");
                command = 'L';
            }

            page.Append("\"/>\n");
        }
    }

    private static void Dots(StringBuilder page, string name, IReadOnlyList<ReplayAction> actions, string volume, Scale scale, int y)
    {
        foreach (var action in actions.Where(a => a.Intent.Resource.EndsWith(':' + volume, StringComparison.Ordinal)))
        {
            page.Append(CultureInfo.InvariantCulture, $"<circle class=\"{name}\" cx=\"{scale.X(action.At):0.#}\" cy=\"{y}\" r=\"5\"><title>{action.At:HH:mm:ss.fff} {name}: {E(JournalEventText.Of(action.Intent))}; {E(action.Intent.Because)}</title></circle>\n");
        }
    }

    private static string Cell(ReplayAction? action) => action is null
        ? "no rule acts"
        : string.Create(CultureInfo.InvariantCulture, $"{action.At:HH:mm:ss.fff}, after record {action.After}<br>{E(action.Rule)}: {E(JournalEventText.Of(action.Intent))}<br><small>{E(action.Intent.Because)}<br>{string.Join("<br>", action.Facts.Select(E))}</small>");

    private static string E(string text) => WebUtility.HtmlEncode(text);

    private sealed record Scale(DateTimeOffset From, DateTimeOffset To, long Most)
    {
        public double X(DateTimeOffset at) => Left + ((Width - Left - 10) * (To > From ? (at - From) / (To - From) : 0));

        public double Y(Bytes size) => Height - Bottom - ((Height - Bottom - 20) * ((double)size.Value / Most));
    }
}
