using System.Globalization;
using System.Text;
using EventOps.Host.Replay;
using EventOps.Model;

namespace EventOps.Host.Commands;

/// <summary>A comparison of two rule sets, for a person to read.</summary>
internal static class ReplayDiffText
{
    public static string Of(ReplayDiffReport diff)
    {
        var text = new StringBuilder();
        Fork(text, "old", diff.OldFork);
        Fork(text, "new", diff.NewFork);
        foreach (var change in diff.Changes)
        {
            text.Append(Line(change)).Append('\n');
            Action(text, "old", change.Old);
            Action(text, "new", change.New);
        }

        return text.Append(Summary(diff)).Append('\n').ToString();
    }

    public static string Summary(ReplayDiffReport diff)
    {
        int Count(params ActionChangeKind[] kinds) => diff.Changes.Count(c => kinds.Contains(c.Kind));
        return diff.Changes.Count == 0
            ? string.Create(CultureInfo.InvariantCulture, $"The same {diff.Old.Count} actions")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{diff.Old.Count} actions under the old rules, {diff.New.Count} under the new: {Count(ActionChangeKind.Appears)} appear, {Count(ActionChangeKind.Vanishes)} vanish, {Count(ActionChangeKind.Moved, ActionChangeKind.MovedAndResized)} move in time, {Count(ActionChangeKind.Resized, ActionChangeKind.MovedAndResized)} change in what they want");
    }

    public static string Line(ActionChange change)
    {
        var action = (change.New ?? change.Old)!;
        var what = change.Kind switch
        {
            ActionChangeKind.Appears => "appears",
            ActionChangeKind.Vanishes => "vanishes",
            ActionChangeKind.Moved => $"moves by {Signed(change.New!.At - change.Old!.At)}",
            ActionChangeKind.Resized => $"wants {Wanted(change.New!.Intent)} instead of {Wanted(change.Old!.Intent)}",
            _ => $"moves by {Signed(change.New!.At - change.Old!.At)} and wants {Wanted(change.New!.Intent)} instead of {Wanted(change.Old!.Intent)}",
        };
        return JournalPrinter.Printable(string.Create(CultureInfo.InvariantCulture, $"{change.At:yyyy-MM-dd HH:mm:ss.fff}  {action.Intent.Resource}: {JournalEventText.Of(action.Intent)} {what}"));
    }

    private static void Fork(StringBuilder text, string name, ForkPoint? fork)
    {
        if (fork is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"The {name} rules leave the recording at {fork.At:yyyy-MM-dd HH:mm:ss.fff}, record {fork.Sequence}: {JournalPrinter.Printable(fork.Because)}; from there on the machine is modelled\n");
        }
    }

    private static void Action(StringBuilder text, string name, ReplayAction? action)
    {
        if (action is null)
        {
            text.Append(CultureInfo.InvariantCulture, $"    {name}: no rule acts\n");
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"    {name}: {action.At:HH:mm:ss.fff}, after record {action.After}, '{JournalPrinter.Printable(action.Rule)}': {action.Verdict}, because {JournalPrinter.Printable(action.Intent.Because)}\n");
        foreach (var fact in action.Facts)
        {
            text.Append("         ").Append(JournalPrinter.Printable(fact)).Append('\n');
        }
    }

    private static string Wanted(Intent intent) => intent is GrowVolume grow ? grow.ToAtLeast.ToString() : intent.Because;

    private static string Signed(TimeSpan time) => (time < TimeSpan.Zero ? "" : "+") + Duration.Format(time);
}
